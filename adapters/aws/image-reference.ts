import type { AwsPlace } from './aws-place.ts';
import { isShortName } from './ecs/pullable-image.ts';

/** A reference taken apart. Without a `registry` it names a repository of the account's own ECR. */
export interface ImageReference {
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** `repository[:tag][@digest]`. Source: OCI distribution spec, reference grammar. */
const NAME = /^(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?$/;

/** A private ECR registry. Source: Amazon ECR User Guide, "Amazon ECR private registry". */
const ECR = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** Takes a reference apart; undefined when it is none. Pure. */
export function imageReferenceIn(image: string): ImageReference | undefined {
  const registry = isShortName(image) ? undefined : image.slice(0, image.indexOf('/'));
  const name = registry === undefined ? image : image.slice(registry.length + 1);
  const { repository, tag, digest } = NAME.exec(name)?.groups ?? {};
  return repository === undefined ? undefined : { registry, repository, tag, digest };
}

/** Whose ECR a registry is; undefined for every other registry. Pure. */
export function ecrPlaceOf(registry: string): AwsPlace | undefined {
  const { account, region } = ECR.exec(registry)?.groups ?? {};
  return account !== undefined && region !== undefined ? { account, region } : undefined;
}
