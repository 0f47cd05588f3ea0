import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { KMSClient, KMSInternalException, NotFoundException, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { KmsBundleSigner } from '../../../adapters/aws/kms-bundle-signer.ts';
import { describeBundlePacker } from '../bundle-packer.contract.ts';

const aws = mockClient(KMSClient);
const fault = { $metadata: {}, message: 'no' };
const FILES = [{ name: 'data.json', text: '{}' }];
const keys = new Map<string, KeyObject>();

/** A key in KMS, and a packer that signs with it. */
function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyId = `arn:aws:kms:us-east-1:123456789012:key/${keys.size}`;
  keys.set(keyId, privateKey);
  return { packer: new KmsBundleSigner({ client: new KMSClient({}), keyId }), publicKey, keyId };
}

beforeEach(() => {
  aws.reset();
  // As KMS does it: it hashes a raw message of at most 4,096 bytes and answers in DER.
  aws.on(SignCommand).callsFake(({ KeyId, Message, MessageType, SigningAlgorithm }) => {
    const key = keys.get(KeyId);
    if (!key || MessageType !== 'RAW' || SigningAlgorithm !== 'ECDSA_SHA_256' || Message.length > 4_096)
      throw new Error('KMS would refuse this');
    return { KeyId, SigningAlgorithm, Signature: new Uint8Array(sign('sha256', Message, key)) };
  });
});

describeBundlePacker('the signer in KMS', async () => newKey());

describe('signing a bundle in KMS', () => {
  it('costs one call', async () => {
    await newKey().packer.pack(FILES);
    expect(aws.calls()).toHaveLength(1);
  });

  it('may pass later when KMS does not answer', async () => {
    aws.on(SignCommand).rejects(new KMSInternalException(fault));
    await expect(newKey().packer.pack(FILES)).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'kms' },
    });
  });

  it('does not hide that the key is missing', async () => {
    const refusal = new NotFoundException(fault);
    aws.on(SignCommand).rejects(refusal);
    await expect(newKey().packer.pack(FILES)).rejects.toBe(refusal);
  });

  it('gives no bundle without a signature', async () => {
    aws.on(SignCommand).resolves({});
    await expect(newKey().packer.pack(FILES)).rejects.toThrow();
  });
});
