/**
 * A number in [0, 1) that depends on nothing but its arguments: the same seed and key always give the same number,
 * in whatever order they are asked for. Source: FNV-1a, finished with the mixer of MurmurHash3.
 */
export function unitAt(seed: number, key: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 16_777_619) >>> 0;
  return mix(hash) / 2 ** 32;
}

/** As `unitAt`, for a whole number as the key; cheap enough for every minute of every service. */
export function unitAtNumber(seed: number, key: number): number {
  const low = mix((seed ^ Math.imul(key | 0, 0x9e37_79b1)) >>> 0);
  return mix((low ^ Math.floor(key / 2 ** 32)) >>> 0) / 2 ** 32;
}

/** A seed of its own for `key`, drawn from `seed`. */
export function seedFor(seed: number, key: string): number {
  return Math.floor(unitAt(seed, key) * 2 ** 32);
}

/** Lower-case hexadecimal of `length` characters that depends on nothing but its arguments. */
export function hexAt(seed: number, key: string, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part += 1)
    text += seedFor(seed, `${key}#${part}`).toString(16).padStart(8, '0');
  return text.slice(0, length);
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
