import { createHash } from 'node:crypto';

/**
 * The hash that OPA computes of a bundle's file: of JSON (`data.json`, `.manifest`) its parsed value, written with
 * every object's keys in the order of their bytes and without space; of anything else its bytes. Written from OPA's
 * documentation ("Signature Format") on its own, so that the product's shortcut is held against it.
 */
export function opaHash(name: string, text: string): string {
  const isStructured = name.endsWith('data.json') || name.endsWith('.manifest');
  return createHash('sha256')
    .update(isStructured ? walked(JSON.parse(text)) : text)
    .digest('hex');
}

function walked(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(walked).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${walked(inner)}`).join(',')}}`;
}
