import type * as z from 'zod';
import type { JobSpec, SuccessCheck } from '../contract/job.ts';

type Check = z.infer<typeof SuccessCheck>;

const HOLDS: Readonly<Record<Check['op'], (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '==': (value, limit) => value === limit,
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
};

/** The checks that do not hold, in plain words; a metric that was never reported holds none. Pure. */
export function failedChecks(
  { successWhen }: Pick<JobSpec, 'successWhen'>,
  metrics: Readonly<Record<string, number>>,
): readonly string[] {
  return successWhen.flatMap(({ metric, op, value }) => {
    const wanted = `${metric} ${op} ${value}`;
    const reported = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    if (reported === undefined) return [`${wanted}: ${metric} was not reported`];
    return HOLDS[op](reported, value) ? [] : [`${wanted}: ${metric} was ${reported}`];
  });
}
