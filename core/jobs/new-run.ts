import type { JobRun } from '../contract/job.ts';
import type { PlannedRun } from './plan-runs.ts';
import { runIdOf } from './run-id.ts';

/** The record of a decision about one tick, version 1. What did not start has ended where it began. Pure. */
export function newRun(
  planned: PlannedRun,
  { job, startedBy, at }: { readonly job: string; readonly startedBy: string; readonly at: string },
): JobRun {
  const { tick, trigger, status, reason } = planned;
  return {
    id: runIdOf(job, tick),
    job,
    tick: tick.local,
    timeZone: tick.timeZone,
    trigger,
    startedBy,
    scheduledAt: tick.utc,
    status,
    statusReason: reason,
    note: tick.note,
    attempts: [],
    metrics: {},
    endedAt: status === 'SCHEDULED' ? undefined : at,
    costMicroUsd: 0,
    version: 1,
  };
}
