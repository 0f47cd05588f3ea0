import { JobRun, type RunStatus } from '../../contract/job.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/** Runs that still have something ahead of them. */
const OPEN_RUN: readonly RunStatus[] = ['SCHEDULED', 'STARTING', 'RUNNING', 'RETRY_WAIT'];

/** Whether nothing lies ahead of the run: it has its end, and no task of it is left on the platform. */
export function isOver({ status, attempts }: Pick<JobRun, 'status' | 'attempts'>): boolean {
  return !OPEN_RUN.includes(status) && attempts.every(({ endedAt }) => endedAt !== undefined);
}

/**
 * | access pattern                      | how                                             |
 * |-------------------------------------|-------------------------------------------------|
 * | a run by job and id                 | get `JOB#name` / `RUN#id`                        |
 * | the runs of a job, newest first     | gsi1 `JOB#name#RUNS` / scheduledAt#id, descending |
 * | runs with something ahead, all jobs | gsi2 `RUNS#OPEN` / scheduledAt#id                |
 */
export const JobRuns: RecordType<JobRun, { readonly job: string; readonly id: string }> = {
  name: 'job run',
  schema: JobRun,
  key: ({ job, id }) => ({ pk: `JOB#${job}`, sk: `RUN#${id}` }),
  idOf: ({ job, id }) => ({ job, id }),
  gsi1: ({ job, scheduledAt, id }) => ({ pk: `JOB#${job}#RUNS`, sk: `${scheduledAt}#${id}` }),
  gsi2: (run) => (isOver(run) ? undefined : { pk: OPEN, sk: `${run.scheduledAt}#${run.id}` }),
};

const OPEN = 'RUNS#OPEN';

/** Runs with something ahead of them, of all jobs, oldest first. */
export const openRuns = { index: 'gsi2', pk: OPEN, order: 'ascending' } as const satisfies Partial<Query>;

/** The runs of a job, newest first. */
export function runsOf(job: string) {
  return { index: 'gsi1', pk: `JOB#${job}#RUNS`, order: 'descending' } as const;
}
