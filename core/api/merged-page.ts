import * as z from 'zod';
import type { Page } from '../contract/primitives.ts';
import { decodeCursor } from './cursor.ts';
import { nextOf, type PageWish } from './record-page.ts';

/** What a source has at a place of its order; an entry without a value is passed over. */
export interface SourceEntry<Value> {
  readonly sortKey: string;
  readonly value: Value | undefined;
}

/** One of several lists that are read as one: its entries by descending sort key, up to and including `upTo`. */
export type Source<Value> = (range: {
  readonly limit: number;
  readonly upTo?: string;
}) => Promise<readonly SourceEntry<Value>[]>;

/** Where each source continues: the sort key of its first unread entry; null where it is read to its end. */
const Place = z.array(z.union([z.string(), z.null()]));

interface Ranked<Value> extends SourceEntry<Value> {
  readonly nth: number;
  readonly rank: string;
}

/** Lists to merge. `name` binds cursors to them; `rank` is what the merged order goes by. */
export interface Merge<Value> {
  readonly name: unknown;
  readonly sources: readonly Source<Value>[];
  readonly rank: (value: Value) => string;
}

/**
 * A page of several lists merged, highest rank first. Entries that are written meanwhile neither repeat nor shift
 * a page, because each source continues at a key. @throws OpsError `request.bad_cursor`.
 */
export async function mergedPage<Value>(
  merge: Merge<Value>,
  { limit, cursor }: PageWish,
): Promise<Page<Value>> {
  const places = decodeCursor(merge.name, cursor, Place) ?? [];
  const lists = await Promise.all(
    merge.sources.map((source, nth) => readSource(source, { place: places[nth], limit: limit + 1 })),
  );
  const ordered = lists.flatMap((entries, nth) => rankEntries(entries, nth, merge.rank)).sort(byRank);
  const rest = ordered.slice(limit);
  const next = merge.sources.map((_, nth) => rest.find((entry) => entry.nth === nth)?.sortKey ?? null);
  return {
    items: ordered.slice(0, limit).flatMap(({ value }) => (value === undefined ? [] : [value])),
    ...nextOf(merge.name, rest.length > 0 ? next : undefined),
  };
}

async function readSource<Value>(
  source: Source<Value>,
  { place, limit }: { readonly place: string | null | undefined; readonly limit: number },
): Promise<readonly SourceEntry<Value>[]> {
  if (place === null) return [];
  return source({ limit, ...(place !== undefined && { upTo: place }) });
}

/** Ranks never rise within a source: an entry that is newer than one before it stays behind it. */
function rankEntries<Value>(
  entries: readonly SourceEntry<Value>[],
  nth: number,
  rank: (value: Value) => string,
): readonly Ranked<Value>[] {
  let lowest = '\uffff';
  return entries.map((entry) => {
    const own = entry.value === undefined ? lowest : rank(entry.value);
    if (own < lowest) lowest = own;
    return { ...entry, nth, rank: lowest };
  });
}

function byRank(a: Ranked<unknown>, b: Ranked<unknown>): number {
  if (a.rank === b.rank) return 0;
  return a.rank < b.rank ? 1 : -1;
}
