import type { Tag } from '@aws-sdk/client-ecs';
import type { Fleet } from './fleet-config.ts';

/** The tags that this product reads and writes. Policies of the reconcile function name `managedBy`. */
export const TAGS = {
  managedBy: 'hms:managed-by',
  environment: 'hms:environment',
  service: 'hms:service',
  job: 'hms:job',
  run: 'hms:run',
  generation: 'hms:generation',
  contentHash: 'hms:content-hash',
  beside: 'hms:beside',
  setBy: 'hms:set-by',
  change: 'hms:change',
  decision: 'hms:decision',
} as const;

/** The value of `managedBy`. */
const OWNER = 'hms-ops';

/** What tells a job from a service of the same name, in families and containers: no service's name has an underscore. */
const JOB_PREFIX = 'job_';

/** The name under which a job's containers and families go. */
export function nameOfJob(job: string): string {
  return `${JOB_PREFIX}${job}`;
}

/** The job that goes under `name`; undefined where that is a service. */
export function jobNamed(name: string): string | undefined {
  return name.startsWith(JOB_PREFIX) ? name.slice(JOB_PREFIX.length) : undefined;
}

/** Tags of everything that is made for a service or a job, and `more`; what has no value is left out. Pure. */
export function tagsOf(
  { environment }: Pick<Fleet, 'environment'>,
  name: string,
  more: Readonly<Record<string, string | undefined>> = {},
): Tag[] {
  const job = jobNamed(name);
  const all = {
    [TAGS.managedBy]: OWNER,
    [TAGS.environment]: environment,
    ...(job === undefined ? { [TAGS.service]: name } : { [TAGS.job]: job }),
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
