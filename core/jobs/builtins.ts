import type { Job, JobSpec } from '../contract/job.ts';
import { runOptimizer } from '../optimizer/run-optimizer.ts';
import type { Ports } from '../ports.ts';

/** Work of the product's own that runs as a job. What it returns is the run's metrics; it must bear being repeated. */
export type BuiltinWork = (
  ports: Ports,
  run: { readonly runId: string; readonly correlationId: string },
) => Promise<Readonly<Record<string, number>>>;

/** The work behind each builtin; a run of one that has none fails and says so. */
export type Builtins = Readonly<Partial<Record<NonNullable<JobSpec['builtin']>, BuiltinWork>>>;

/** What this program can do by itself. */
export const BUILTINS: Builtins = { 'optimize-resources': runOptimizer };

/** The work of a job's builtin, if there is any. */
export function builtinOf({ spec }: Pick<Job, 'spec'>, builtins: Builtins): BuiltinWork | undefined {
  return spec.builtin && builtins[spec.builtin];
}
