import { DescribeImagesCommand, ECRClient, type ImageIdentifier } from '@aws-sdk/client-ecr';
import type { ImageRegistry } from '../../core/ports.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { AwsPlace } from './aws-place.ts';
import { ecrPlaceOf, type ImageReference, imageReferenceIn } from './image-reference.ts';

type Resolution = Awaited<ReturnType<ImageRegistry['resolve']>>;

/** What an `EcrImages` is made of. `accounts` are further accounts whose ECR may be asked; empty unless named. */
export interface EcrImagesParts extends AwsPlace {
  readonly client: ECRClient;
  readonly accounts?: readonly string[];
}

/**
 * What a refusal says of an image: there is none, also where there is no such repository, or we may not ask: by a policy
 * of the repository or of our own role. Source: Amazon ECR API Reference, DescribeImages and Common Errors.
 */
const REFUSALS: Readonly<Record<string, Resolution>> = {
  ImageNotFoundException: { kind: 'missing' },
  RepositoryNotFoundException: { kind: 'missing' },
  InvalidParameterException: { kind: 'missing' },
  AccessDeniedException: { kind: 'unknown' },
};

/**
 * Resolves tags by `DescribeImages`: one call each. Asked is the ECR of the own account, and of accounts that are
 * allowed, in the own region; a name without a registry lies in the own account's ECR (see `pullableImage`). Every other
 * registry is `unknown` without a call: an address that a caller wrote is never followed.
 *
 * The answer keeps the name as it was written and puts the digest in place of the tag, so that policies which speak of
 * `govlab/*` hold for what was resolved as for what was asked.
 */
export class EcrImages implements ImageRegistry {
  readonly #parts: EcrImagesParts;

  constructor(parts: EcrImagesParts) {
    this.#parts = parts;
  }

  /** @throws OpsError `platform.unavailable` */
  async resolve(image: string): Promise<Resolution> {
    const reference = imageReferenceIn(image);
    if (!reference) return { kind: 'missing' };
    const account = this.#accountOf(reference);
    if (account === undefined) return { kind: 'unknown' };
    try {
      const digest = await this.#digestOf(reference, account);
      return digest === undefined
        ? { kind: 'missing' }
        : { kind: 'resolved', image: pinned(reference, digest) };
    } catch (error) {
      const resolution = REFUSALS[error instanceof Error ? error.name : ''];
      if (!resolution) throw error;
      return resolution;
    }
  }

  /** The account whose registry may be asked for the image; undefined for any other registry. */
  #accountOf({ registry }: ImageReference): string | undefined {
    const { account, region, accounts = [] } = this.#parts;
    if (registry === undefined) return account;
    const place = ecrPlaceOf(registry);
    if (place?.region !== region) return undefined;
    return [account, ...accounts].find((one) => one === place.account);
  }

  async #digestOf(reference: ImageReference, registryId: string): Promise<string | undefined> {
    const command = new DescribeImagesCommand({
      registryId,
      repositoryName: reference.repository,
      imageIds: [identifierOf(reference)],
    });
    const { imageDetails = [] } = await answered('ecr', this.#parts.client.send(command));
    return imageDetails[0]?.imageDigest;
  }
}

/** The images of this account and region, and of further `accounts`. */
export function openEcrImages(place: Omit<EcrImagesParts, 'client'>): EcrImages {
  return new EcrImages({ ...place, client: new ECRClient(clientSettings()) });
}

/** Where both stand, the digest decides. Source of the default tag: OCI distribution, `latest` where none is named. */
function identifierOf({ tag, digest }: ImageReference): ImageIdentifier {
  return digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
}

function pinned({ registry, repository }: ImageReference, digest: string): string {
  return `${registry === undefined ? '' : `${registry}/`}${repository}@${digest}`;
}
