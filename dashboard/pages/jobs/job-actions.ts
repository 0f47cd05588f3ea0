import type { JobView } from '../../../core/contract/job.ts';

/** What can be done to a job on its page. */
export type JobAction = 'startRun' | 'backfill' | 'suspend' | 'resume' | 'retire';

/** Why an action is not possible now, in plain words; `undefined` when it is. `mayNot` is what the viewer's role forbids. */
export function refusedJobAction(
  { status, spec, refused }: JobView,
  action: JobAction,
  mayNot: string | undefined,
): string | undefined {
  if (mayNot !== undefined) return mayNot;
  if (action !== 'backfill') return refused[action];
  if (status === 'RETIRED') return refused['startRun'] ?? 'The job is retired.';
  return spec.schedule === 'manual' ? 'It has no schedule, so no tick was missed: run it now.' : undefined;
}
