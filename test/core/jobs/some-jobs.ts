import { type Job, type JobRun, JobSpec, type JobSpecInput } from '../../../core/contract/job.ts';

/** A Monday at noon; nothing is due yet. */
export const NOW = '2026-03-02T12:00:00.000Z';

/** An active job in UTC that was decided on up to `NOW`. */
export function someJob(spec: Partial<JobSpecInput> = {}, more: Partial<Job> = {}): Job {
  return {
    name: 'train',
    program: 'grants',
    spec: JobSpec.parse({ name: 'train', schedule: '0 * * * *', image: 'govlab/train:v1', ...spec }),
    status: 'ACTIVE',
    decidedUpTo: NOW,
    revision: 1,
    openRunIds: [],
    spent: { month: '2026-03', microUsd: 0 },
    lastChangeId: '01JD0000000000000000000000',
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...more,
  };
}

/** A run that waits to be started. */
export function someRun(more: Partial<JobRun> = {}): JobRun {
  return {
    id: '0123456789abcdef0123456789abcdef',
    job: 'train',
    tick: '2026-03-02T12:00',
    timeZone: 'UTC',
    trigger: 'schedule',
    startedBy: 'clock',
    scheduledAt: NOW,
    status: 'SCHEDULED',
    statusReason: '',
    attempts: [],
    metrics: {},
    costMicroUsd: 0,
    version: 1,
    ...more,
  };
}
