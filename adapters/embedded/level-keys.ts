import { OpsError } from '../../core/errors.ts';
import type { Key, Query } from '../../core/store/store.ts';

/**
 * The key space of the embedded store. Every key is parts joined by U+0000, which no part may hold, so keys are
 * unambiguous and sort by the UTF-8 bytes of their parts, as in DynamoDB.
 *
 * | space  | key                                | value                          |
 * |--------|------------------------------------|--------------------------------|
 * | item   | `item` pk sk                       | the item without its key, JSON |
 * | gsi1   | `gsi1` index-pk index-sk pk sk     | empty                          |
 * | gsi2   | `gsi2` index-pk index-sk pk sk     | empty                          |
 * | expiry | `expiry` instant pk sk             | empty                          |
 * | outbox | `outbox` number                    | the event, JSON                |
 */
export type Space = 'item' | 'gsi1' | 'gsi2' | 'expiry' | 'outbox';

/** A half-open range of stored keys. */
export interface KeyRange {
  readonly gte: Buffer;
  readonly lt: Buffer;
}

const SEPARATOR = '\u0000';
const SEPARATOR_BYTE = 0x00;
/** Larger than any byte of UTF-8 text. Source: RFC 3629, section 3. */
const AFTER_TEXT = Buffer.from([0xff]);
const AFTER_SEPARATOR = Buffer.from([SEPARATOR_BYTE + 1]);

/** The stored form of `parts` in `space`. */
export function encodeKey(space: Space, ...parts: readonly string[]): Buffer {
  return Buffer.from([space, ...parts].join(SEPARATOR), 'utf8');
}

/** The stored form of an item's key. */
export function itemKey({ pk, sk }: Key): Buffer {
  return encodeKey('item', pk, sk);
}

/** The item that a stored key of any space but `outbox` is about: its last two parts. */
export function keyOf(stored: Buffer): Key {
  const [pk = '', sk = ''] = stored.toString('utf8').split(SEPARATOR).slice(-2);
  return { pk, sk };
}

/** Every key of `space`. */
export function rangeOfSpace(space: Space): KeyRange {
  const gte = encodeKey(space, '');
  return { gte, lt: Buffer.concat([gte, AFTER_TEXT]) };
}

/** Keys of the expiry space up to and including `instant`. */
export function rangeOfExpired(instant: string): KeyRange {
  return { gte: encodeKey('expiry', ''), lt: Buffer.concat([encodeKey('expiry', instant), AFTER_SEPARATOR]) };
}

/** The keys that `query` asks for. @throws OpsError `request.bad_cursor`. */
export function rangeOf(query: Query): KeyRange {
  const base = encodeKey(query.index ?? 'item', query.pk, '');
  const asked = {
    gte: Buffer.concat([base, Buffer.from(query.prefix ?? '')]),
    lt: earlier(
      Buffer.concat([base, Buffer.from(query.prefix ?? ''), AFTER_TEXT]),
      query.upTo === undefined ? undefined : Buffer.concat([base, Buffer.from(query.upTo), AFTER_SEPARATOR]),
    ),
  };
  if (query.after === undefined) return asked;
  const place = Buffer.concat([base, decodeCursor(query.after)]);
  return query.order === 'ascending'
    ? { ...asked, gte: later(asked.gte, Buffer.concat([place, Buffer.from([SEPARATOR_BYTE])])) }
    : { ...asked, lt: earlier(asked.lt, place) };
}

/** The opaque cursor that continues after `stored`, a key that `query` found. */
export function cursorAfter(query: Query, stored: Buffer): string {
  const base = encodeKey(query.index ?? 'item', query.pk, '');
  return stored.subarray(base.length).toString('base64url');
}

function decodeCursor(cursor: string): Buffer {
  const place = Buffer.from(cursor, 'base64url');
  const text = place.toString('utf8');
  if (cursor !== '' && place.toString('base64url') === cursor && Buffer.from(text).equals(place))
    return place;
  throw new OpsError('request.bad_cursor', 'The cursor is not one that this API gave out.', {
    remedy:
      'Pass nextCursor of the page before unchanged, or leave the cursor out to start at the beginning.',
  });
}

function earlier(a: Buffer, b: Buffer | undefined): Buffer {
  return b !== undefined && Buffer.compare(b, a) < 0 ? b : a;
}

function later(a: Buffer, b: Buffer): Buffer {
  return Buffer.compare(b, a) > 0 ? b : a;
}
