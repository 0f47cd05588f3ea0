import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { SignJWT } from 'jose';
import { packTar } from 'modern-tar';
import type { BundleFile, BundlePacker } from '../../../core/ports.ts';
import { keptSecret } from '../kept-secret.ts';

/** The `keyid` that agents and OPA name the verifying key by in their configuration. */
export const BUNDLE_KEY_ID = 'hms-bundles';

/** OPA verifies RSA, ECDSA and HMAC signatures; Ed25519 is not among them. Source: OPA, Bundles, Signing. */
const ALGORITHM = 'ES256';

const zip = promisify(gzip);

/**
 * Packs bundles as OPA documents them: a gzipped tar whose `.signatures.json` holds one JWT over the SHA-256 of every
 * other file. Source: openpolicyagent.org/docs/management-bundles, "Bundle File Format" and "Signature Format".
 * OPA hashes a JSON file by its value; the files come in canonical form, whose bytes are what OPA hashes.
 */
export class BundleSigner implements BundlePacker {
  readonly #private: KeyObject;

  private constructor(pem: string) {
    this.#private = createPrivateKey(pem);
  }

  /** Reads the key of `directory`, and makes it first where there is none; without a directory it is a new one. */
  static async open(directory?: string): Promise<BundleSigner> {
    if (directory === undefined) return new BundleSigner(newKey());
    return new BundleSigner(await keptSecret(join(directory, 'bundle-key.pem'), newKey));
  }

  /** What bundles are verified with. */
  get publicKey(): KeyObject {
    return createPublicKey(this.#private);
  }

  /** The public key, PEM: what goes into `keys` of an OPA configuration. */
  get publicKeyPem(): string {
    return this.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  async pack(files: readonly BundleFile[]): Promise<Uint8Array<ArrayBuffer>> {
    const signatures = JSON.stringify({ signatures: [await this.#sign(files)] });
    const all = [...files, { name: '.signatures.json', text: signatures }];
    const tar = await packTar(all.map(({ name, text }) => tarEntry(name, Buffer.from(text, 'utf8'))));
    return new Uint8Array(await zip(tar));
  }

  #sign(files: readonly BundleFile[]): Promise<string> {
    const hashes = files.map(({ name, text }) => ({
      name,
      hash: createHash('sha256').update(text, 'utf8').digest('hex'),
      algorithm: 'SHA-256',
    }));
    return new SignJWT({ files: hashes, scope: 'read' })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: BUNDLE_KEY_ID })
      .sign(this.#private);
  }
}

function tarEntry(name: string, body: Buffer) {
  return {
    header: { name, size: body.length, type: 'file' as const, mode: 0o644, mtime: new Date(0) },
    body,
  };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
