import * as z from 'zod';
import { digestOf } from '../digest.ts';
import { OpsError } from '../errors.ts';

const SEAL_LENGTH = 12;

/** An opaque cursor that continues the list called `list` at `place`. `list` names its filters too. */
export function encodeCursor(list: unknown, place: unknown): string {
  const text = JSON.stringify([seal(list, place), place]);
  return btoa(unescapeUtf8(text)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/**
 * The place in `list` where `cursor` continues; undefined where no cursor was sent.
 * @throws OpsError `request.bad_cursor` when it is not one of ours, or one of another list.
 */
export function decodeCursor<Place>(
  list: unknown,
  cursor: string | undefined,
  place: z.ZodType<Place>,
): Place | undefined {
  if (cursor === undefined) return undefined;
  const parsed = z.tuple([z.string(), place]).safeParse(textOf(cursor));
  if (!parsed.success || parsed.data[0] !== seal(list, parsed.data[1])) throw badCursor();
  return parsed.data[1];
}

/** Guards against mistakes, not against forgery: a cursor opens nothing that a list would not show. */
function seal(list: unknown, place: unknown): string {
  return digestOf([list, place]).slice(0, SEAL_LENGTH);
}

function textOf(cursor: string): unknown {
  try {
    return JSON.parse(escapeUtf8(atob(cursor.replace(/-/g, '+').replace(/_/g, '/'))));
  } catch {
    throw badCursor();
  }
}

function badCursor(): OpsError {
  return new OpsError('request.bad_cursor', 'The cursor is not one that this list gave out.', {
    remedy: 'Pass nextCursor of the last page back unchanged with the same filters, or leave cursor out.',
    errors: [{ field: 'cursor', problem: 'is not one of ours', remedy: 'leave it out to start again' }],
  });
}

/** UTF-8 as one character a byte, which is all that base64 of the web platform takes. */
function unescapeUtf8(text: string): string {
  return encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function escapeUtf8(bytes: string): string {
  return decodeURIComponent(
    [...bytes].map((byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
  );
}
