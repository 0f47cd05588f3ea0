import * as z from 'zod';
import type { Page } from '../contract/primitives.ts';
import { list, type RecordType } from '../store/record-type.ts';
import type { Query, Store } from '../store/store.ts';
import { decodeCursor } from './cursor.ts';
import { nextOf, type PageWish } from './record-page.ts';

/** Two lists read as one: all of the first, then all of the second. `name` binds cursors to them. */
export interface Phases<Value extends { readonly version: number }, Id> {
  readonly name: string;
  readonly type: RecordType<Value, Id>;
  readonly live: Omit<Query, 'limit' | 'after'>;
  readonly retired: Omit<Query, 'limit' | 'after'>;
}

/** Where the list continues: in which phase, and behind what. */
const Place = z.tuple([z.enum(['live', 'retired']), z.union([z.string(), z.null()])]);

/** A page of what lives and then what is retired. @throws OpsError `request.bad_cursor`. */
export async function phasedPage<Value extends { readonly version: number }, Id>(
  store: Store,
  phases: Phases<Value, Id>,
  { limit, cursor }: PageWish,
): Promise<Page<Value>> {
  const [phase, after] = decodeCursor(phases.name, cursor, Place) ?? ['live', null];
  const read = (which: 'live' | 'retired', room: number, from: string | null) =>
    list(store, phases.type, { ...phases[which], limit: room, ...(from !== null && { after: from }) });
  const continued = (items: readonly Value[], place: unknown) => ({ items, ...nextOf(phases.name, place) });
  const first = await read(phase, limit, after);
  if (phase === 'retired' || first.nextCursor !== undefined)
    return continued(first.items, first.nextCursor === undefined ? undefined : [phase, first.nextCursor]);
  const room = limit - first.items.length;
  if (room === 0) return continued(first.items, ['retired', null]);
  const rest = await read('retired', room, null);
  const next = rest.nextCursor === undefined ? undefined : ['retired', rest.nextCursor];
  return continued([...first.items, ...rest.items], next);
}
