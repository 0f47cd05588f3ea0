import type { ImageRegistry, Secrets } from '../../../core/ports.ts';
import { digestReference, findImage } from './catalogue.ts';

/** Answers from the catalogue of images; a digest that no image has is missing. */
export class SimulatedRegistry implements ImageRegistry {
  async resolve(image: string) {
    const found = findImage(image);
    if (!found) return { kind: 'missing' } as const;
    if (found.manifest === 'unknown') return { kind: 'unknown' } as const;
    return { kind: 'resolved', image: digestReference(found.reference) } as const;
  }
}

/** The account that owns every secret of the simulated cloud; the example account of the AWS documentation. */
const ACCOUNT = '123456789012';

/** Whether tasks can read the secret: those of the cloud's own account whose name does not say `missing`. */
export function secretExists(arn: string): boolean {
  return arn.split(':')[4] === ACCOUNT && !arn.includes('missing');
}

/** Knows every ARN of its own account as existing, save those whose name says `missing`. */
export class SimulatedSecrets implements Secrets {
  async check(arn: string) {
    return secretExists(arn) ? ('exists' as const) : ('missing' as const);
  }
}
