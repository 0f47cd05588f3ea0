import * as z from 'zod';
import type { Page } from '../contract/primitives.ts';
import { list, type RecordType } from '../store/record-type.ts';
import type { Query, Store } from '../store/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** What every list route takes. */
export interface PageWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A list of records: its order, and which of them are shown. */
export interface RecordList<Value extends { readonly version: number }, Id> {
  readonly type: RecordType<Value, Id>;
  readonly order: Omit<Query, 'limit' | 'after'>;
  /** Leaves records out of the page; a page may then be short although more follow. */
  readonly only?: (value: Value) => boolean;
}

/** A page of records, its cursor made opaque and bound to this list. @throws OpsError `request.bad_cursor`. */
export async function recordPage<Value extends { readonly version: number }, Id>(
  store: Store,
  { type, order, only }: RecordList<Value, Id>,
  { limit, cursor }: PageWish,
): Promise<Page<Value>> {
  const after = decodeCursor(order, cursor, z.string());
  const page = await list(store, type, { ...order, limit, ...(after !== undefined && { after }) });
  const items = only ? page.items.filter(only) : page.items;
  return { items, ...nextOf(order, page.nextCursor) };
}

/**
 * A page of records that only exist where their owner does: one request, unless it is empty, which is an answer only for
 * an owner that there is. @throws OpsError `request.bad_cursor`, and what `mustFind` throws.
 */
export async function ownedPage<Value extends { readonly version: number }, Id>(
  store: Store,
  { mustFind, ...records }: RecordList<Value, Id> & { readonly mustFind: () => Promise<unknown> },
  wish: PageWish,
): Promise<Page<Value>> {
  const page = await recordPage(store, records, wish);
  if (page.items.length === 0) await mustFind();
  return page;
}

/** The opaque cursor of a next page, where there is one. */
export function nextOf(list: unknown, place: unknown): { readonly nextCursor?: string } {
  return place === undefined ? {} : { nextCursor: encodeCursor(list, place) };
}
