import type * as z from 'zod';
import type { AuditEntry, AuditQuery } from '../contract/audit.ts';
import type { Page } from '../contract/primitives.ts';
import type { Ports } from '../ports.ts';
import { allEntries, entriesOf, entriesOfChange } from '../store/records/audit.ts';
import type { Query } from '../store/store.ts';
import { entryOf } from './audit-pages.ts';

/** What `GET /audit` asks for, with its defaults filled in. */
export type AuditFilter = z.infer<typeof AuditQuery>;

/** One answer looks at no more entries than this; with rare matches its page is short and has a cursor. */
const MAX_SCANNED = 1_000;

/** So many entries are read at a time: what is looked for is rare more often than not. */
const PAGE = 100;

/**
 * Entries newest first that match every given filter. A page may hold fewer than `limit`, even none, and still have
 * a `nextCursor`: the look-out went on for 1,000 entries and continues there. Without a cursor there is no more.
 */
export async function listAudit(
  { store }: Pick<Ports, 'store'>,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  const order = orderOf(filter);
  const found: AuditEntry[] = [];
  let after = filter.cursor;
  let scanned = 0;
  do {
    const from = { ...order, ...(after !== undefined && { after }) };
    const page = await pageUpTo({ store, filter, from }, filter.limit - found.length);
    found.push(...page.found);
    scanned += page.scanned;
    after = page.next;
  } while (after !== undefined && found.length < filter.limit && scanned < MAX_SCANNED);
  return { items: found, nextCursor: after };
}

/** The shortest order that holds everything the filter may match. */
function orderOf({ stream, changeId }: AuditFilter) {
  if (changeId !== undefined) return entriesOfChange(changeId);
  return stream === undefined ? allEntries : entriesOf(stream, 'descending');
}

interface Scan {
  readonly store: Ports['store'];
  readonly filter: AuditFilter;
  readonly from: Omit<Query, 'limit'>;
}

/** The entries of one page that match, at most `wanted`; the store's cursor stands exactly behind the last one taken. */
async function pageUpTo(scan: Scan, wanted: number) {
  const page = await readPage(scan, isSelective(scan.filter) ? PAGE : wanted);
  const last = page.matching[wanted - 1];
  const upToLast = last === undefined ? page.entries.length : page.entries.indexOf(last) + 1;
  const taken = upToLast === page.entries.length ? page : await readPage(scan, upToLast);
  return { found: taken.matching, scanned: taken.entries.length, next: taken.next };
}

async function readPage({ store, filter, from }: Scan, limit: number) {
  const { items, next } = await store.query({ ...from, limit });
  const entries = items.map(entryOf);
  return { entries, matching: entries.filter((entry) => matches(entry, filter)), next };
}

function isSelective({ actor, action, changeId }: AuditFilter): boolean {
  return actor !== undefined || action !== undefined || changeId !== undefined;
}

function matches(entry: AuditEntry, { actor, action, changeId, stream }: AuditFilter): boolean {
  return (
    (stream === undefined || entry.stream === stream) &&
    (actor === undefined || entry.actor.sub === actor) &&
    (action === undefined || entry.action === action) &&
    (changeId === undefined || entry.changeId === changeId)
  );
}
