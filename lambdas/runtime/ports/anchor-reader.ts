import { openS3AnchorReader } from '../../../adapters/aws/s3-anchor-reader.ts';
import { anchorPlace } from './anchor-place.ts';

/** The anchors of the environment, to be read. Apart from the writing ones, which no bundle could leave out. */
export const anchorReader = () => openS3AnchorReader(anchorPlace());
