import { openSecrets } from '../../../adapters/aws/aws-secrets.ts';
import { openEcrImages } from '../../../adapters/aws/ecr-images.ts';
import type { Ports } from '../../../core/ports.ts';
import { awsPlace, settings } from './table-ports.ts';

/** What a function asks the account that plans or executes what is deployed: which digest a tag has, which secrets exist. */
export function decidingPorts(): Pick<Ports, 'images' | 'secrets'> {
  return {
    images: openEcrImages(awsPlace()),
    secrets: openSecrets({ ...awsPlace(), environment: settings().environment }),
  };
}
