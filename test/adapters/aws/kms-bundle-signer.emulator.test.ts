import { createPublicKey } from 'node:crypto';
import { CreateKeyCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { openKmsBundleSigner } from '../../../adapters/aws/kms-bundle-signer.ts';
import { describeBundlePacker } from '../bundle-packer.contract.ts';

const kms = new KMSClient({});

describeBundlePacker('KMS', async () => {
  const create = new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const keyId = (await kms.send(create)).KeyMetadata?.KeyId ?? '';
  const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  return { packer: openKmsBundleSigner(keyId), publicKey };
});
