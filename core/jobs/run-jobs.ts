import type { Ports } from '../ports.ts';
import { each, find } from '../store/record-type.ts';
import { JobRuns, openRuns } from '../store/records/job-runs.ts';
import { dueJobs, Jobs } from '../store/records/jobs.ts';
import { advanceRun } from './advance-run.ts';
import { decideDueRuns, type JobWork } from './decide-due-runs.ts';
import { programSpending } from './run-facts.ts';

/**
 * Decides on every tick that has come, then takes every run that is not over as far as it can go. A job that fails is
 * logged and never stops the others. Idempotent: timers and the 60 s tick call it alike, together or twice.
 */
export async function runJobs(ports: Ports, correlationId: string): Promise<void> {
  const due: string[] = [];
  for await (const { name } of each(ports.store, Jobs, dueJobs(ports.clock.now().toISOString())))
    due.push(name);
  const spent = programSpending(ports);
  for (const job of due)
    await isolated(ports, job, () => decideDueRuns(ports, { job, correlationId, spent }));
  for await (const { job, id } of each(ports.store, JobRuns, openRuns)) {
    await isolated(ports, job, () => advanceRun(ports, { job, id, correlationId }));
  }
}

/** The same for one job, when something hints that it has work. */
export async function runJob(ports: Ports, work: JobWork): Promise<void> {
  await decideDueRuns(ports, work);
  const job = await find(ports.store, Jobs, work.job);
  for (const id of job?.openRunIds ?? []) await advanceRun(ports, { ...work, id });
}

async function isolated(ports: Ports, job: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ports.log.error('job.failed', { job, error: error instanceof Error ? error.stack : String(error) });
  }
}
