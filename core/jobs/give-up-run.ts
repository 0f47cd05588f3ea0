import { ACTORS } from '../actors.ts';
import type { Actor } from '../contract/identity.ts';
import type { Job, JobRun, RunStatus } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { cancelled } from './decide-run.ts';
import { mustFindJob, mustFindRun } from './load-run.ts';
import { recordRun } from './record-run.ts';

/** Which run is given up, by whom, and why. */
export interface GiveUp {
  readonly job: string;
  readonly id: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly correlationId: string;
}

const ENDED_OTHERWISE: readonly RunStatus[] = [
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'LOST',
  'SKIPPED_OVERLAP',
  'MISSED',
  'BLOCKED_BUDGET',
  'BLOCKED_POLICY',
  'SKIPPED_SUSPENDED',
];

/** Whether the run has an end, other than being cancelled. */
export function hasEnded({ status }: Pick<JobRun, 'status'>): boolean {
  return ENDED_OTHERWISE.includes(status);
}

/**
 * Cancels a run; its task is stopped by whoever advances it next. A run that has ended, however, stays as it is.
 * Idempotent. @throws OpsError `job.not_found`, `run.not_found`
 */
export function giveUpRun(ports: Pick<Ports, 'store' | 'ids' | 'clock'>, wish: GiveUp): Promise<JobRun> {
  return retryOnConflict(async () => {
    const run = await mustFindRun(ports.store, wish);
    if (run.status === 'CANCELLED' || hasEnded(run)) return run;
    const job = await mustFindJob(ports.store, wish.job);
    const after = cancelled(run, wish.reason, ports.clock.now().toISOString());
    const { actor, correlationId } = wish;
    return recordRun(ports, { job, before: run, after, actor, correlationId });
  });
}

/** Cancels every run of a job that is under way, because a newer one takes its place. */
export async function giveUpOthers(
  ports: Ports,
  job: Pick<Job, 'name' | 'openRunIds'>,
  { correlationId }: { readonly correlationId: string },
): Promise<void> {
  const wish = { job: job.name, reason: 'A newer run took its place.', actor: ACTORS.clock, correlationId };
  for (const id of job.openRunIds) await giveUpRun(ports, { ...wish, id });
}
