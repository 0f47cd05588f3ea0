import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import type { GovernanceKeys } from '../../core/ports.ts';

type Signed = Parameters<GovernanceKeys['check']>[0];

/** Key id -> public key, PEM. */
const Pems = z.record(z.string().min(1), z.string());

/** The Governance Layer's public keys as the deployment names them: Ed25519 and nothing else. */
export class DeployedGovernanceKeys implements GovernanceKeys {
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /**
   * Reads `json`, an object of key ids and PEM texts (SPKI). Several keys may hold at once, so that a key can be replaced
   * while both are in use. @throws Error when it cannot be read: the deployment is broken.
   */
  constructor(json: string) {
    const pems = Object.entries(pemsIn(json));
    this.#keys = new Map(pems.map(([keyId, pem]) => [keyId, keyIn(keyId, pem)]));
  }

  async check({ keyId, text, signature }: Signed): Promise<'good' | 'bad' | 'unknown key'> {
    const key = this.#keys.get(keyId);
    if (!key) return 'unknown key';
    const bytes = Buffer.from(signature, 'base64url');
    return verify(null, Buffer.from(text, 'utf8'), key, bytes) ? 'good' : 'bad';
  }
}

function pemsIn(json: string): Readonly<Record<string, string>> {
  try {
    return Pems.parse(JSON.parse(json));
  } catch (cause) {
    throw new Error('The Governance Layer keys are no JSON object of key ids and PEM texts.', { cause });
  }
}

function keyIn(keyId: string, pem: string): KeyObject {
  const key = parsed(keyId, pem);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Error(`The Governance Layer key ${keyId} is ${key.asymmetricKeyType}, not Ed25519.`);
}

function parsed(keyId: string, pem: string): KeyObject {
  try {
    // Node would take a private key too; one has no business here.
    return createPublicKey(pem.includes('PRIVATE KEY') ? '' : pem);
  } catch (cause) {
    throw new Error(`The Governance Layer key ${keyId} is no public key in PEM.`, { cause });
  }
}
