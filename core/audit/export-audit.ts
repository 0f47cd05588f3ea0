import type { AuditEntry } from '../contract/audit.ts';
import type { Ports } from '../ports.ts';
import { entriesOf } from '../store/records/audit.ts';
import { entryOf, itemPages, readHeads } from './audit-pages.ts';

/**
 * Every entry of every stream: streams by name, entries oldest first, each with its hashes, so that a reader can
 * follow the chains without us. @throws OpsError `internal.error` at an entry that cannot be read.
 */
export async function* exportAudit({ store }: Pick<Ports, 'store'>): AsyncGenerator<AuditEntry, void> {
  for (const { stream } of await readHeads(store)) {
    for await (const page of itemPages(store, entriesOf(stream, 'ascending'))) {
      for (const item of page) yield entryOf(item);
    }
  }
}
