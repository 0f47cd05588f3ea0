import { openKmsBundleSigner } from '../../../adapters/aws/kms-bundle-signer.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** Who packs and signs what tasks download. */
export const bundlePacker = () => openKmsBundleSigner(required(ENV.bundleKey));
