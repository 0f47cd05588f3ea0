import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { join } from 'node:path';
import type { GovernanceKeys } from '../../../core/ports.ts';
import { keptSecret } from '../kept-secret.ts';

/** The name of the one key that the Governance Layer of the embedded world signs with. */
export const LOCAL_KEY_ID = 'governance-local';

/** A text and who signed it. */
interface Signed {
  readonly keyId: string;
  readonly text: string;
  readonly signature: string;
}

/**
 * The Governance Layer's key pair in the embedded world: Ed25519, made at the first start. The product only ever sees
 * the public half, through the port; the private half is what `POST /dev/governance/sign` signs with.
 */
export class LocalGovernance implements GovernanceKeys {
  readonly #private: KeyObject;
  readonly #public: KeyObject;

  private constructor(pem: string) {
    this.#private = createPrivateKey(pem);
    this.#public = createPublicKey(this.#private);
  }

  /** Reads the key of `directory`, and makes it first where there is none; without a directory it is a new one. */
  static async open(directory?: string): Promise<LocalGovernance> {
    if (directory === undefined) return new LocalGovernance(newKey());
    return new LocalGovernance(await keptSecret(join(directory, 'governance-key.pem'), newKey));
  }

  async check({ keyId, text, signature }: Signed): Promise<'good' | 'bad' | 'unknown key'> {
    if (keyId !== LOCAL_KEY_ID) return 'unknown key';
    const bytes = Buffer.from(signature, 'base64url');
    return verify(null, Buffer.from(text, 'utf8'), this.#public, bytes) ? 'good' : 'bad';
  }

  /** The public key, PEM: what a deployment is told to believe. */
  get publicKeyPem(): string {
    return this.#public.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** What the Governance Layer would send along with `text`. */
  sign(text: string): Pick<Signed, 'keyId' | 'signature'> {
    const signature = sign(null, Buffer.from(text, 'utf8'), this.#private).toString('base64url');
    return { keyId: LOCAL_KEY_ID, signature };
  }
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
