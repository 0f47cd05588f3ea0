import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { derToJose } from 'ecdsa-sig-formatter';
import { BUNDLE_ALGORITHM, BUNDLE_KEY_ID } from '../../core/policy/bundle-signature.ts';
import type { BundleFile, BundlePacker } from '../../core/ports.ts';
import { type BundleClaims, packBundle } from '../portable/pack-bundle.ts';
import { answered, clientSettings } from './aws-client.ts';

/** Packs bundles and has KMS sign them: P-256, a key that never leaves it. One call a bundle. */
export class KmsBundleSigner implements BundlePacker {
  readonly #client: KMSClient;
  readonly #keyId: string;

  constructor({ client, keyId }: { readonly client: KMSClient; readonly keyId: string }) {
    this.#client = client;
    this.#keyId = keyId;
  }

  /** @throws OpsError `platform.unavailable` when KMS does not answer. */
  pack(files: readonly BundleFile[]): Promise<Uint8Array<ArrayBuffer>> {
    return packBundle(files, (claims) => this.#sign(claims));
  }

  /** A compact JWT. Source: RFC 7515, section 7.1; the signature's form: RFC 7518, section 3.4. */
  async #sign(claims: BundleClaims): Promise<string> {
    const header = { alg: BUNDLE_ALGORITHM, typ: 'JWT', kid: BUNDLE_KEY_ID };
    const input = `${encoded(header)}.${encoded(claims)}`;
    return `${input}.${await this.#signatureOf(input)}`;
  }

  /**
   * KMS takes up to 4,096 bytes and hashes them itself; the claims of a bundle's three files are about 500. It answers
   * in DER, which is not what a JWT holds. Source: AWS KMS API Reference, Sign.
   */
  async #signatureOf(input: string): Promise<string> {
    const command = new SignCommand({
      KeyId: this.#keyId,
      Message: Buffer.from(input),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    const { Signature = new Uint8Array() } = await answered('kms', this.#client.send(command));
    return derToJose(Buffer.from(Signature), BUNDLE_ALGORITHM);
  }
}

/** Signs with the KMS key of this id or ARN, in the account and region that the environment names. */
export function openKmsBundleSigner(keyId: string): KmsBundleSigner {
  return new KmsBundleSigner({ client: new KMSClient(clientSettings()), keyId });
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
