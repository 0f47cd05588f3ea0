import type { Item, Key, Query, QueryResult } from '../../core/store/store.ts';
import { isStorable } from '../../core/store/well-formed.ts';
import { answer, type LevelDatabase, type Row, readRows, type Snapshot } from './level-database.ts';
import { decodeItem } from './level-items.ts';
import { cursorAfter, itemKey, keyOf, rangeOf } from './level-keys.ts';

/** The items under `keys`, in that order; what is not stored is left out. */
export async function readItems(db: LevelDatabase, keys: readonly Key[]): Promise<readonly Item[]> {
  const storable = keys.filter(isStorable);
  const texts = await answer(() => db.getMany(storable.map(itemKey)));
  return storable.flatMap((key, i) => {
    const text = texts[i];
    return text === undefined ? [] : [decodeItem(key, text)];
  });
}

/** Answers one page of `query` from one state of the store. @throws OpsError `request.bad_cursor`. */
export async function queryItems(db: LevelDatabase, query: Query): Promise<QueryResult> {
  const range = rangeOf(query);
  if (!isStorable({ pk: query.pk, sk: query.prefix || 'any' })) return { items: [] };
  const snapshot = await answer(() => db.snapshot());
  try {
    const reverse = query.order === 'descending';
    const rows = await readRows(db, { ...range, reverse, limit: query.limit + 1, snapshot });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1)?.[0];
    const items = query.index ? await readListed(db, page, snapshot) : page.map(itemOf);
    return { items, ...(last && rows.length > page.length && { next: cursorAfter(query, last) }) };
  } finally {
    await snapshot.close();
  }
}

function itemOf([stored, text]: Row): Item {
  return decodeItem(keyOf(stored), text);
}

/** The items that rows of an index point at. */
async function readListed(
  db: LevelDatabase,
  rows: readonly Row[],
  snapshot: Snapshot,
): Promise<readonly Item[]> {
  if (rows.length === 0) return [];
  const keys = rows.map(([stored]) => keyOf(stored));
  const texts = await answer(() => db.getMany(keys.map(itemKey), { snapshot }));
  return keys.flatMap((key, i) => {
    const text = texts[i];
    return text === undefined ? [] : [decodeItem(key, text)];
  });
}
