import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { BUNDLE_ALGORITHM, BUNDLE_KEY_ID } from '../../../core/policy/bundle-signature.ts';
import type { BundleFile, BundlePacker } from '../../../core/ports.ts';
import { packBundle } from '../../portable/pack-bundle.ts';
import { keptSecret } from '../kept-secret.ts';

/** Packs bundles and signs them with a key of its own: P-256, made at the first start. */
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

  pack(files: readonly BundleFile[]): Promise<Uint8Array<ArrayBuffer>> {
    return packBundle(files, (claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: BUNDLE_ALGORITHM, typ: 'JWT', kid: BUNDLE_KEY_ID })
        .sign(this.#private),
    );
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
