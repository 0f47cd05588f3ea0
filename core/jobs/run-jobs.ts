import type { Job } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { each, find } from '../store/record-type.ts';
import { JobRuns, openRuns } from '../store/records/job-runs.ts';
import { Jobs, liveJobs } from '../store/records/jobs.ts';
import { advanceRun } from './advance-run.ts';
import type { Builtins } from './builtins.ts';
import { decideDueRuns, type JobWork } from './decide-due-runs.ts';
import { nextTicks } from './schedule.ts';

/**
 * Decides on every tick that has come, then takes every run that is not over as far as it can go. A job that fails is
 * logged and never stops the others. Idempotent: timers and the 60 s tick call it alike, together or twice.
 */
export async function runJobs(ports: Ports, correlationId: string, builtins?: Builtins): Promise<void> {
  const now = ports.clock.now().getTime();
  for await (const job of each(ports.store, Jobs, liveJobs)) {
    if (nextDueMs(job) <= now)
      await isolated(ports, job.name, () => decideDueRuns(ports, { job: job.name, correlationId }));
  }
  for await (const { job, id } of each(ports.store, JobRuns, openRuns)) {
    await isolated(ports, job, () =>
      advanceRun(ports, { job, id, correlationId, ...(builtins && { builtins }) }),
    );
  }
}

/** The same for one job, when something hints that it has work. */
export async function runJob(ports: Ports, work: JobWork): Promise<void> {
  await decideDueRuns(ports, work);
  const job = await find(ports.store, Jobs, work.job);
  for (const id of job?.openRunIds ?? []) await advanceRun(ports, { ...work, id });
}

/** Epoch ms of the first tick of the job that is not decided on; infinite where none will come. */
export function nextDueMs(job: Job): number {
  const known = nextDue.get(job);
  if (known !== undefined) return known;
  const [tick] = nextTicks(job.spec, job.decidedUpTo, 1);
  const due = tick ? Date.parse(tick.utc) : Number.POSITIVE_INFINITY;
  nextDue.set(job, due);
  return due;
}

/** A record never changes, so neither does its next tick. */
const nextDue = new WeakMap<Job, number>();

async function isolated(ports: Ports, job: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ports.log.error('job.failed', { job, error: error instanceof Error ? error.stack : String(error) });
  }
}
