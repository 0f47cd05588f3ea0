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

/** The opaque cursor of a next page, where there is one. */
export function nextOf(list: unknown, place: unknown): { readonly nextCursor?: string } {
  return place === undefined ? {} : { nextCursor: encodeCursor(list, place) };
}
