import type { Change, Intent } from '../contract/change.ts';
import type { Job } from '../contract/job.ts';

/** What the record of a job becomes by a Change of it. Ticks before a job exists, or while it is paused, are not owed. Pure. */
export function jobAfter(
  change: Change,
  intent: Extract<Intent, { kind: 'job' }>,
  { job, at }: { readonly job: Job | undefined; readonly at: string },
): Job {
  const { spec, retire } = intent;
  const rescheduled = job?.spec.schedule !== spec.schedule || job.spec.timeZone !== spec.timeZone;
  const wakes = job?.status === 'RETIRED' && !retire;
  return {
    name: spec.name,
    program: spec.program,
    spec,
    status: retire ? 'RETIRED' : spec.suspend ? 'SUSPENDED' : 'ACTIVE',
    decidedUpTo: rescheduled || wakes ? at : job.decidedUpTo,
    spent: job?.spent ?? { month: at.slice(0, 7), microUsd: 0 },
    lastChangeId: change.id,
    createdAt: job?.createdAt ?? at,
    updatedAt: at,
    version: (job?.version ?? 0) + 1,
  };
}
