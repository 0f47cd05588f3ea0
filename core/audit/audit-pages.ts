import * as z from 'zod';
import { AuditEntry } from '../contract/audit.ts';
import { OpsError } from '../errors.ts';
import { remembered } from '../remembered.ts';
import { AuditHead, allHeads } from '../store/records/audit.ts';
import type { Item, Query, Store } from '../store/store.ts';

/** Items of `query`, page after page of at most 100. */
export async function* itemPages(
  store: Store,
  query: Omit<Query, 'limit'>,
): AsyncGenerator<readonly Item[], void> {
  let after = query.after;
  do {
    const page = await store.query({ ...query, limit: 100, ...(after !== undefined && { after }) });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/** The ends of all streams, by the streams' names. @throws OpsError `internal.error` when one cannot be read. */
export async function readHeads(store: Store): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = [];
  for await (const page of itemPages(store, allHeads))
    heads.push(...page.map((item) => readable(headIn, item)));
  return heads;
}

/** The entry that `item` holds. @throws OpsError `internal.error` when it cannot be read. */
export function entryOf(item: Item): AuditEntry {
  return readable(entryIn, item);
}

/** A stored value that is still held somewhere is parsed once: what is altered in the store is another value. */
function parser<T>(schema: z.ZodType<T>): (value: object) => z.ZodSafeParseResult<T> {
  return remembered((value: object) => schema.safeParse(value));
}

const headIn = parser(AuditHead);
const entryIn = parser(AuditEntry);

function readable<T>(parse: (value: object) => z.ZodSafeParseResult<T>, item: Item): T {
  const result = parse(Object(item.value));
  if (result.success) return result.data;
  throw new OpsError('internal.error', 'A stored audit record cannot be read.', {
    remedy: 'Verify the audit trail to see which record is broken.',
    params: { pk: item.key.pk, sk: item.key.sk },
    cause: z.prettifyError(result.error),
  });
}
