/**
 * Whether two JSON values say the same: whether their canonical JSON is equal, without making it. A field that is
 * undefined counts as absent, the order of keys does not count.
 */
export function saysSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (Array.isArray(one) || Array.isArray(other)) return sameList(one, other);
  return sameFields(one, other);
}

function sameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((value, i) => saysSame(value, other[i]));
}

function sameFields(one: Fields, other: Fields): boolean {
  for (const key of Object.keys(one)) if (!saysSame(one[key], other[key])) return false;
  for (const key of Object.keys(other))
    if (other[key] !== undefined && !Object.hasOwn(one, key)) return false;
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
