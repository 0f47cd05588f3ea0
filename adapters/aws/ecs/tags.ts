import type { Tag } from '@aws-sdk/client-ecs';
import type { Fleet } from './fleet-config.ts';

/** The tags that this product reads and writes. Policies of the reconcile function name `managedBy`. */
export const TAGS = {
  managedBy: 'hms:managed-by',
  environment: 'hms:environment',
  service: 'hms:service',
  generation: 'hms:generation',
  contentHash: 'hms:content-hash',
  setBy: 'hms:set-by',
  change: 'hms:change',
  decision: 'hms:decision',
} as const;

/** The value of `managedBy`. */
export const OWNER = 'hms-ops';

/** Tags of everything that is made for a service, and `more`; what has no value is left out. Pure. */
export function tagsOf(
  { environment }: Pick<Fleet, 'environment'>,
  service: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Tag[] {
  const all = {
    [TAGS.managedBy]: OWNER,
    [TAGS.environment]: environment,
    [TAGS.service]: service,
    ...more,
  };
  return Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: clean(value) }],
  );
}

/** Tag values allow letters, digits, spaces and `_.:/=+-@`. Source: Amazon ECS developer guide, "Tag restrictions". */
function clean(value: string): string {
  return value.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
}
