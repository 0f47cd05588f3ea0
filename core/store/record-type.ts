import type * as z from 'zod';
import type { Page } from '../contract/primitives.ts';
import { OpsError } from '../errors.ts';
import type { Item, Key, Query, Store, Write } from './store.ts';

/** What one kind of record is: its schema, its key, and the secondary orders it is found by. */
export interface RecordType<Value extends { readonly version: number }, Id> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  key(id: Id): Key;
  idOf(value: Value): Id;
  gsi1?(value: Value): Key | undefined;
  gsi2?(value: Value): Key | undefined;
  /** From when on the store may forget the record. */
  expiresAt?(value: Value): string | undefined;
}

/** The record with this id, or undefined. */
export async function find<Value extends { readonly version: number }, Id>(
  store: Store,
  type: RecordType<Value, Id>,
  id: Id,
): Promise<Value | undefined> {
  const item = await store.get(type.key(id));
  return item && parseItem(type, item);
}

/** The records with these ids that exist, in that order. */
export async function findMany<Value extends { readonly version: number }, Id>(
  store: Store,
  type: RecordType<Value, Id>,
  ids: readonly Id[],
): Promise<readonly Value[]> {
  const items = await store.getMany(ids.map((id) => type.key(id)));
  return items.map((item) => parseItem(type, item));
}

/** A page of records in the order of `query`; `nextCursor` continues it. */
export async function list<Value extends { readonly version: number }, Id>(
  store: Store,
  type: RecordType<Value, Id>,
  query: Query,
): Promise<Page<Value>> {
  const { items, next } = await store.query(query);
  return { items: items.map((item) => parseItem(type, item)), nextCursor: next };
}

/** Every record of `query`, page after page. For workers; a route answers pages. */
export async function* each<Value extends { readonly version: number }, Id>(
  store: Store,
  type: RecordType<Value, Id>,
  query: Omit<Query, 'limit' | 'after'>,
): AsyncGenerator<Value> {
  let after: string | undefined;
  do {
    const page = await list(store, type, { ...query, limit: 100, ...(after !== undefined && { after }) });
    yield* page.items;
    after = page.nextCursor;
  } while (after !== undefined);
}

/** The write that stores `value`, whose version must be one above what is stored now. Pure. */
export function put<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  value: Value,
): Write {
  return { kind: 'put', item: toItem(type, value), expect: value.version - 1 };
}

/** The write that stores `value` whatever is stored now: a copy of what another write of its commit guards. Pure. */
export function overwrite<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  value: Value,
): Write {
  return { kind: 'put', item: toItem(type, value), expect: 'any' };
}

/**
 * The write that deletes the record with this id at `version`. It stands in a commit without audit entries: what alters
 * something is a put. Pure.
 */
export function remove<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  id: Id,
  version: number,
): Write {
  return { kind: 'delete', key: type.key(id), expect: version };
}

/** The record with this id among `items`, which were read together. Pure. */
export function among<Value extends { readonly version: number }, Id>(
  items: readonly Item[],
  type: RecordType<Value, Id>,
  id: Id,
): Value | undefined {
  const { pk, sk } = type.key(id);
  const item = items.find(({ key }) => key.pk === pk && key.sk === sk);
  return item && parseItem(type, item);
}

/** The check that a record is still at `version` (0: absent), without writing it. Pure. */
export function check<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  id: Id,
  version: number,
): Write {
  return { kind: 'check', key: type.key(id), expect: version };
}

function toItem<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  value: Value,
): Item {
  return {
    key: type.key(type.idOf(value)),
    version: value.version,
    value,
    gsi1: type.gsi1?.(value),
    gsi2: type.gsi2?.(value),
    expiresAt: type.expiresAt?.(value),
  };
}

function parseItem<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  item: Item,
): Value {
  const known = knownValue(type, item);
  if (known) return known;
  const parsed = type.schema.safeParse(item.value);
  if (parsed.success) {
    if (isObject(item.value)) parsedValues.set(item.value, { type, parsed: parsed.data });
    return parsed.data;
  }
  throw new OpsError('internal.error', `A stored ${type.name} cannot be read.`, {
    remedy: 'Report this with the correlation id; nothing was changed.',
    params: { record: type.name },
    cause: parsed.error,
  });
}

/** What was made of a stored value that is still held somewhere; values are never altered, so it stands. */
const parsedValues = new WeakMap<object, { readonly type: unknown; readonly parsed: unknown }>();

function knownValue<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  { value }: Item,
): Value | undefined {
  const known = isObject(value) ? parsedValues.get(value) : undefined;
  return known?.type === type ? (known.parsed as Value) : undefined; // safe: this type's schema made it
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
