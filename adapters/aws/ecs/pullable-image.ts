/** Whose registry short names are looked up in. */
export interface OwnRegistry {
  readonly account: string;
  readonly region: string;
}

/** The host of an account's own registry. Source: Amazon ECR user guide, "Amazon ECR private registry". */
function hostOf({ account, region }: OwnRegistry): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

/**
 * Whether a reference names no registry. Source: distribution/reference, as Docker reads it: the part before the first
 * slash is a host when it holds a dot or a colon or is `localhost`. Pure.
 */
export function isShortName(image: string): boolean {
  const [first = '', ...rest] = image.split('/');
  return rest.length === 0 || !(/[.:]/.test(first) || first === 'localhost');
}

/** The image as ECS pulls it: a short name comes from the account's own registry. Pure. */
export function pullableImage(image: string, own: OwnRegistry): string {
  return isShortName(image) ? `${hostOf(own)}/${image}` : image;
}

/** The image as people wrote it: the inverse of `pullableImage` for short names. Pure. */
export function shortImage(image: string, own: OwnRegistry): string {
  const prefix = `${hostOf(own)}/`;
  return image.startsWith(prefix) ? image.slice(prefix.length) : image;
}
