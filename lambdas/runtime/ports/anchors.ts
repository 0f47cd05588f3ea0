import { openS3AuditAnchor } from '../../../adapters/aws/s3-audit-anchor.ts';
import { anchorPlace } from './anchor-place.ts';

/** The anchors of the environment, to be read and added to. */
export const auditAnchor = () => openS3AuditAnchor(anchorPlace());
