import { Job } from '../../contract/job.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern             | how                          |
 * |----------------------------|------------------------------|
 * | a job by name              | get `JOB#name` / `CURRENT`    |
 * | jobs that live, by name    | gsi1 `JOBS#LIVE` / name       |
 * | jobs that are retired      | gsi1 `JOBS#RETIRED` / name    |
 */
export const Jobs: RecordType<Job, string> = {
  name: 'job',
  schema: Job,
  key: (name) => ({ pk: `JOB#${name}`, sk: 'CURRENT' }),
  idOf: (job) => job.name,
  gsi1: ({ name, status }) => ({ pk: status === 'RETIRED' ? RETIRED : LIVE, sk: name }),
};

const LIVE = 'JOBS#LIVE';
const RETIRED = 'JOBS#RETIRED';

/** Jobs that live, by name. */
export const liveJobs = { index: 'gsi1', pk: LIVE, order: 'ascending' } as const satisfies Partial<Query>;

/** Jobs that are retired, by name. */
export const retiredJobs = {
  index: 'gsi1',
  pk: RETIRED,
  order: 'ascending',
} as const satisfies Partial<Query>;
