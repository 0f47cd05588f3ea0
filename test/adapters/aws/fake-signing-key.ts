import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { KMSClient, KMSInvalidSignatureException, SignCommand, VerifyCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';

/** A P-256 key in memory behind the KMS client: signs messages as if they were digests, and verifies as KMS does. */
export class FakeSigningKey {
  readonly mock = mockClient(KMSClient);
  readonly client = new KMSClient({});
  readonly #pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

  constructor() {
    this.#pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.mock.on(SignCommand).callsFake(({ Message }) => ({ Signature: this.sign(Message) }));
    this.mock.on(VerifyCommand).callsFake(({ Message, Signature }) => {
      if (verify('sha256', Message, this.#pair.publicKey, Signature)) return { SignatureValid: true };
      throw new KMSInvalidSignatureException({ $metadata: {}, message: 'no' });
    });
  }

  sign(message: Uint8Array): Uint8Array {
    return sign('sha256', message, this.#pair.privateKey);
  }
}
