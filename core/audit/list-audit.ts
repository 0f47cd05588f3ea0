import type * as z from 'zod';
import type { AuditEntry, AuditQuery } from '../contract/audit.ts';
import type { Page } from '../contract/primitives.ts';
import type { Ports } from '../ports.ts';
import { allEntries, entriesOf } from '../store/records/audit.ts';
import { entryOf } from './audit-pages.ts';

/** What `GET /audit` asks for, with its defaults filled in. */
export type AuditFilter = z.infer<typeof AuditQuery>;

/** One answer looks at no more entries than this; with rare matches its page is short and has a cursor. */
const MAX_SCANNED = 1_000;

/**
 * Entries newest first that match every given filter. A page may hold fewer than `limit`, even none, and still have
 * a `nextCursor`: the look-out went on for 1,000 entries and continues there. Without a cursor there is no more.
 */
export async function listAudit(
  { store }: Pick<Ports, 'store'>,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  const order = filter.stream === undefined ? allEntries : entriesOf(filter.stream, 'descending');
  const found: AuditEntry[] = [];
  let after = filter.cursor;
  let scanned = 0;
  do {
    // Never more than are still wanted, so that the store's cursor stands exactly behind the last one taken.
    const limit = filter.limit - found.length;
    const page = await store.query({ ...order, limit, ...(after !== undefined && { after }) });
    found.push(...page.items.map(entryOf).filter((entry) => matches(entry, filter)));
    scanned += limit;
    after = page.next;
  } while (after !== undefined && found.length < filter.limit && scanned < MAX_SCANNED);
  return { items: found, nextCursor: after };
}

function matches(entry: AuditEntry, { actor, action, changeId }: AuditFilter): boolean {
  return (
    (actor === undefined || entry.actor.sub === actor) &&
    (action === undefined || entry.action === action) &&
    (changeId === undefined || entry.changeId === changeId)
  );
}
