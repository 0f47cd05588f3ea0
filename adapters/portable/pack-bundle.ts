import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { packTar } from 'modern-tar';
import { BUNDLE_SCOPE } from '../../core/policy/bundle-signature.ts';
import type { BundleFile } from '../../core/ports.ts';

/** What the signature of a bundle says: the SHA-256 of every file. */
export interface BundleClaims {
  readonly files: readonly { readonly name: string; readonly hash: string; readonly algorithm: 'SHA-256' }[];
  readonly scope: typeof BUNDLE_SCOPE;
}

/** Makes a compact JWT of the claims, its header `{ alg: ES256, typ: JWT, kid: hms-bundles }`. */
export type SignClaims = (claims: BundleClaims) => Promise<string>;

const zip = promisify(gzip);

/**
 * Packs a bundle as OPA documents it: a gzipped tar whose `.signatures.json` holds one JWT over the SHA-256 of every
 * other file. Source: openpolicyagent.org/docs/management-bundles, "Bundle File Format" and "Signature Format".
 * OPA hashes a JSON file by its value; the files come in canonical form, whose bytes are what OPA hashes.
 */
export async function packBundle(
  files: readonly BundleFile[],
  sign: SignClaims,
): Promise<Uint8Array<ArrayBuffer>> {
  const signatures = JSON.stringify({
    signatures: [await sign({ files: files.map(hashed), scope: BUNDLE_SCOPE })],
  });
  const all = [...files, { name: '.signatures.json', text: signatures }];
  const tar = await packTar(all.map(({ name, text }) => tarEntry(name, Buffer.from(text, 'utf8'))));
  return new Uint8Array(await zip(tar));
}

function hashed({ name, text }: BundleFile): BundleClaims['files'][number] {
  return { name, hash: createHash('sha256').update(text, 'utf8').digest('hex'), algorithm: 'SHA-256' };
}

function tarEntry(name: string, body: Buffer) {
  return {
    header: { name, size: body.length, type: 'file' as const, mode: 0o644, mtime: new Date(0) },
    body,
  };
}
