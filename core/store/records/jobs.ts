import { Job } from '../../contract/job.ts';
import { nextDueAt } from '../../jobs/next-due.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern             | how                          |
 * |----------------------------|------------------------------|
 * | a job by name              | get `JOB#name` / `CURRENT`    |
 * | jobs that live, by name    | gsi1 `JOBS#LIVE` / name       |
 * | jobs that are retired      | gsi1 `JOBS#RETIRED` / name    |
 * | jobs with a tick that has come | gsi2 `JOBS#DUE` / first tick not decided on#name |
 */
export const Jobs: RecordType<Job, string> = {
  name: 'job',
  schema: Job,
  key: (name) => ({ pk: `JOB#${name}`, sk: 'CURRENT' }),
  idOf: (job) => job.name,
  gsi1: ({ name, status }) => ({ pk: status === 'RETIRED' ? RETIRED : LIVE, sk: name }),
  gsi2: (job) => {
    const dueAt = nextDueAt(job);
    return dueAt === undefined ? undefined : { pk: DUE, sk: `${dueAt}#${job.name}` };
  },
};

const LIVE = 'JOBS#LIVE';
const DUE = 'JOBS#DUE';
const RETIRED = 'JOBS#RETIRED';

/** Jobs that live, by name. */
export const liveJobs = { index: 'gsi1', pk: LIVE, order: 'ascending' } as const satisfies Partial<Query>;

/** Live jobs with a tick up to `now` that nobody has decided on, longest due first. */
export function dueJobs(now: string) {
  return { index: 'gsi2', pk: DUE, upTo: `${now}#~`, order: 'ascending' } as const satisfies Partial<Query>;
}

/** Jobs that are retired, by name. */
export const retiredJobs = {
  index: 'gsi1',
  pk: RETIRED,
  order: 'ascending',
} as const satisfies Partial<Query>;
