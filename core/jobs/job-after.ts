import type { Change, Intent } from '../contract/change.ts';
import type { Job, JobSpec } from '../contract/job.ts';

/** What the record of a job becomes by a Change of it. Ticks before a job exists, or while it is paused, are not owed. Pure. */
export function jobAfter(
  change: Change,
  intent: Extract<Intent, { kind: 'job' }>,
  { job, at }: { readonly job: Job | undefined; readonly at: string },
): Job {
  const { spec, retire } = intent;
  const kept = job ?? firstOf(at);
  const status = retire ? 'RETIRED' : spec.suspend ? 'SUSPENDED' : 'ACTIVE';
  return {
    ...kept,
    name: spec.name,
    program: spec.program,
    spec,
    status,
    decidedUpTo: job && !startsAnew(job, spec, status) ? job.decidedUpTo : at,
    revision: kept.revision + 1,
    lastChangeId: change.id,
    updatedAt: at,
    version: kept.version + 1,
  };
}

/** Whether ticks are owed from now on only: the schedule is another one, or the job wakes up. */
function startsAnew(job: Job, spec: JobSpec, status: Job['status']): boolean {
  const rescheduled = job.spec.schedule !== spec.schedule || job.spec.timeZone !== spec.timeZone;
  return rescheduled || (status === 'ACTIVE' && job.status !== 'ACTIVE');
}

function firstOf(
  at: string,
): Omit<Job, 'name' | 'program' | 'spec' | 'status' | 'decidedUpTo' | 'lastChangeId'> {
  return {
    revision: 0,
    openRunIds: [],
    spent: { month: at.slice(0, 7), microUsd: 0 },
    createdAt: at,
    updatedAt: at,
    version: 0,
  };
}
