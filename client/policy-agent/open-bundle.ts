import { createHash, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { compactVerify } from 'jose';
import { unpackTar } from 'modern-tar';
import * as z from 'zod';

/** A bundle whose signature and files hold. */
export interface OpenBundle {
  readonly revision: string;
  readonly roots: readonly string[];
  /** What `data.json` holds. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly rego?: string | undefined;
}

/** Why a bundle is not taken, in the words of OPA's status API. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly errors: readonly unknown[];

  constructor(message: string, errors: readonly unknown[] = []) {
    super(message);
    this.errors = errors;
  }
}

/** More than any bundle we are sent: a small file that unpacks into a huge one is not read to its end. */
const MOST_BYTES = 8_388_608;

const SIGNATURES = '.signatures.json';
const Signatures = z.object({ signatures: z.tuple([z.string()]) });
const Payload = z.object({
  files: z.array(z.object({ name: z.string(), hash: z.string(), algorithm: z.literal('SHA-256') })),
});
const Manifest = z.object({ revision: z.string(), roots: z.array(z.string()).default([]) });

const unzip = promisify(gunzip);

/**
 * Opens a bundle as OPA does: the JWT's signature must hold, it must name exactly the files that are there, and each
 * file must have the hash it names. Source: openpolicyagent.org/docs/management-bundles, "Signature Verification".
 * Files are hashed by their bytes, which for JSON in canonical form is OPA's hash.
 * @throws BundleError when any of it does not hold.
 */
export async function openBundle(gzipped: Uint8Array, key: KeyObject): Promise<OpenBundle> {
  const files = await unpacked(gzipped);
  const named = await signedFiles(files.get(SIGNATURES), key);
  const there = [...files.keys()].filter((name) => name !== SIGNATURES).sort();
  if (there.join('\n') !== [...named.keys()].sort().join('\n'))
    throw new BundleError('the signature names other files than the bundle holds');
  for (const [name, text] of files)
    if (name !== SIGNATURES && hashOf(text) !== named.get(name))
      throw new BundleError(`${name} is not the file that was signed`);
  const { revision, roots } = parsed(Manifest, files.get('.manifest'), '.manifest');
  const data = parsed(z.record(z.string(), z.unknown()), files.get('data.json'), 'data.json');
  return { revision, roots, data, rego: files.get('policy.rego') };
}

async function unpacked(gzipped: Uint8Array): Promise<ReadonlyMap<string, string>> {
  try {
    const tar = await unzip(gzipped, { maxOutputLength: MOST_BYTES });
    const entries = await unpackTar(new Uint8Array(tar));
    return new Map(entries.map(({ header, data }) => [header.name.replace(/^\/+/, ''), textOf(data)]));
  } catch (cause) {
    throw new BundleError(`it is no gzipped tar: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function signedFiles(text: string | undefined, key: KeyObject): Promise<ReadonlyMap<string, string>> {
  const { signatures } = parsed(Signatures, text, SIGNATURES);
  try {
    const { payload } = await compactVerify(signatures[0], key, { algorithms: ['ES256'] });
    const { files } = parsed(Payload, new TextDecoder().decode(payload), 'the signature');
    return new Map(files.map(({ name, hash }) => [name, hash]));
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('its signature does not hold');
  }
}

function parsed<Value>(schema: z.ZodType<Value>, text: string | undefined, name: string): Value {
  if (text === undefined) throw new BundleError(`${name} is missing`);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new BundleError(`${name} is not what it should be`);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function textOf(data: Uint8Array | undefined): string {
  return new TextDecoder().decode(data);
}
