import type { Job, JobRun, JobView } from '../contract/job.ts';
import { addSeconds, isBefore } from '../units.ts';
import { wallTimeMs } from '../wall-clock.ts';
import { spentThisMonth } from './run-cost.ts';
import { nextTicks, type Tick, ticksBetween } from './schedule.ts';
import { refusedJobVerbs } from './schedule-job.ts';

/** Fire times that are shown. */
const SHOWN_FIRES = 5;

/** A tick or a scheduled run that nobody took up for so long is late. */
const LATE_SEC = 300;

/** A job as a person reads it. Pure. */
export function jobView(job: Job, recentRuns: readonly JobRun[], now: string): JobView {
  const waits = job.status === 'ACTIVE';
  return {
    ...job,
    nextFires: waits ? nextTicks(job.spec, now, SHOWN_FIRES).map((tick) => fireTime(job, tick)) : [],
    recentRuns,
    late: isLate(job, recentRuns, now),
    spentThisMonthMicroUsd: spentThisMonth(job, now),
    refused: refusedJobVerbs(job),
  };
}

/** Whether a tick of the job came and nothing was decided, or a run was decided and nothing starts it. Pure. */
export function isLate(job: Job, runs: readonly JobRun[], now: string): boolean {
  if (job.status !== 'ACTIVE') return false;
  const limit = addSeconds(now, -LATE_SEC);
  const undecided =
    isBefore(job.decidedUpTo, limit) && ticksBetween(job.spec, job.decidedUpTo, limit).length > 0;
  const stuck = runs.some(
    ({ id, status, scheduledAt }) =>
      status === 'SCHEDULED' && id === job.openRunIds[0] && isBefore(scheduledAt, limit),
  );
  return undecided || stuck;
}

/** A rate is named in UTC; people read all times on the job's clock. */
function fireTime({ spec: { timeZone } }: Job, { utc, note }: Tick): JobView['nextFires'][number] {
  const local = new Date(wallTimeMs(Date.parse(utc), timeZone)).toISOString().slice(0, 16);
  return { local, timeZone, utc, ...(note !== undefined && { note }) };
}
