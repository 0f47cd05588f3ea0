import type { Job } from '../contract/job.ts';
import { nextTicks } from './schedule.ts';

/** The first tick of a job that is not decided on, as ISO 8601 in UTC; undefined where none will come. Pure. */
export function nextDueAt(job: Pick<Job, 'spec' | 'status' | 'decidedUpTo'>): string | undefined {
  if (job.status === 'RETIRED') return undefined;
  return nextTicks(job.spec, job.decidedUpTo, 1)[0]?.utc;
}
