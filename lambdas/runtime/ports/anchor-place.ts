import type { AnchorPlace } from '../../../adapters/aws/s3-anchor-reader.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** Where the anchors of the environment lie, and the key that signs them. */
export function anchorPlace(): AnchorPlace {
  return { bucket: required(ENV.anchorBucket), keyId: required(ENV.anchorKey) };
}
