import type { Item, Key } from '../../core/store/store.ts';
import type { Operation } from './level-database.ts';
import { encodeKey, itemKey } from './level-keys.ts';

/** The stored text of `item`. */
export function encodeItem({ key: _key, ...rest }: Item): string {
  return JSON.stringify(rest);
}

/**
 * The item stored under `key`. Text that was damaged on the disk comes back as version 0 with the text as its value:
 * no record type accepts that, and no write that expects a version overwrites it.
 */
export function decodeItem(key: Key, text: string): Item {
  const place = `${key.pk}\n${key.sk}`;
  const known = decoded.get(place);
  if (known?.text === text) return { ...known.rest, key };
  const parsed = parse(text);
  const rest = isStoredItem(parsed) ? parsed : { version: 0, value: text };
  if (decoded.size >= MOST_DECODED) decoded.delete(decoded.keys().next().value ?? place);
  decoded.set(place, { text, rest });
  return { ...rest, key };
}

/** What was decoded lately, and from which text: what is read every minute is decoded, and then parsed, once per version. */
const decoded = new Map<string, { readonly text: string; readonly rest: Omit<Item, 'key'> }>();
const MOST_DECODED = 2_000;

/** The steps that turn what is stored of one item into `after`; index entries move with it. Pure. */
export function operationsFor(before: Item | undefined, after: Item | undefined): readonly Operation[] {
  const [old, fresh] = [placesOf(before), placesOf(after)];
  return [
    ...old
      .filter((place) => !fresh.some((p) => p.equals(place)))
      .map((key) => ({ type: 'del', key }) as const),
    ...fresh
      .filter((place) => !old.some((p) => p.equals(place)))
      .map((key) => ({ type: 'put', key, value: '' }) as const),
    ...recordOperation(before, after),
  ];
}

function recordOperation(before: Item | undefined, after: Item | undefined): readonly Operation[] {
  if (after) return [{ type: 'put', key: itemKey(after.key), value: encodeItem(after) }];
  return before ? [{ type: 'del', key: itemKey(before.key) }] : [];
}

/** Where an item is listed besides its own key. */
function placesOf(item: Item | undefined): readonly Buffer[] {
  if (!item) return [];
  const { key, gsi1, gsi2, expiresAt } = item;
  return [
    ...(gsi1 ? [encodeKey('gsi1', gsi1.pk, gsi1.sk, key.pk, key.sk)] : []),
    ...(gsi2 ? [encodeKey('gsi2', gsi2.pk, gsi2.sk, key.pk, key.sk)] : []),
    ...(expiresAt ? [encodeKey('expiry', new Date(expiresAt).toISOString(), key.pk, key.sk)] : []),
  ];
}

function isStoredItem(value: unknown): value is Omit<Item, 'key'> {
  return (
    typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number'
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
