import { BundleSigner } from '../../adapters/embedded/policy/bundle-signer.ts';
import { describeBundlePacker } from './bundle-packer.contract.ts';

describeBundlePacker('the embedded signer', async () => {
  const signer = await BundleSigner.open();
  return { packer: signer, publicKey: signer.publicKey };
});
