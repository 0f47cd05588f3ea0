import { openS3AnchorReader } from '../../../adapters/aws/s3-anchor-reader.ts';
import { openS3AuditAnchor } from '../../../adapters/aws/s3-audit-anchor.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

function place() {
  return { bucket: required(ENV.anchorBucket), keyId: required(ENV.anchorKey) };
}

/** The anchors of the environment, to be read. */
export const anchorReader = () => openS3AnchorReader(place());

/** The anchors of the environment, to be read and added to. */
export const auditAnchor = () => openS3AuditAnchor(place());
