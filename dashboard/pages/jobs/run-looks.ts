import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Job, JobRun, RunStatus } from '../../../core/contract/job.ts';

type Look = StatusIndicatorProps.Type;

/** How each state of a run looks. What did not start is never shown as fine. */
export const RUN_LOOKS: Readonly<Record<RunStatus, Look>> = {
  SCHEDULED: 'pending',
  STARTING: 'in-progress',
  RUNNING: 'in-progress',
  RETRY_WAIT: 'pending',
  SUCCEEDED: 'success',
  FAILED: 'error',
  TIMED_OUT: 'error',
  CANCELLED: 'stopped',
  LOST: 'error',
  SKIPPED_OVERLAP: 'stopped',
  MISSED: 'warning',
  BLOCKED_BUDGET: 'warning',
  BLOCKED_POLICY: 'warning',
  SKIPPED_SUSPENDED: 'stopped',
};

/** How each state of a job looks. */
export const JOB_LOOKS: Readonly<Record<Job['status'], Look>> = {
  ACTIVE: 'success',
  SUSPENDED: 'stopped',
  RETIRED: 'stopped',
};

/** The shape of a run's mark in the strip. */
export type Mark = 'done' | 'slow' | 'failed' | 'open' | 'skipped' | 'missed';

const MARKS: Readonly<Partial<Record<Look, Mark>>> = {
  success: 'done',
  error: 'failed',
  'in-progress': 'open',
  pending: 'open',
  stopped: 'skipped',
  warning: 'missed',
};

/** The mark of a run; `slow`: it succeeded, but took far longer than usual. */
export function markOf(run: JobRun, usualSec: number | undefined): Mark {
  const mark = MARKS[RUN_LOOKS[run.status]] ?? 'skipped';
  return mark === 'done' && isSlow(run, usualSec) ? 'slow' : mark;
}

/** States in which a run can still be cancelled. */
export const OPEN_RUNS: readonly RunStatus[] = ['SCHEDULED', 'STARTING', 'RUNNING', 'RETRY_WAIT'];

const FEWEST = 3;
const SLOW_FACTOR = 2;

/** How long the job usually takes: the median of its recent successes, in seconds. Undefined below three of them. */
export function usualSeconds(runs: readonly JobRun[]): number | undefined {
  const took = runs
    .flatMap(({ status, durationSec }) =>
      status === 'SUCCEEDED' && durationSec !== undefined ? [durationSec] : [],
    )
    .sort((a, b) => a - b);
  return took.length < FEWEST ? undefined : took[Math.floor(took.length / 2)];
}

/** Whether a run took more than twice as long as usual. Never said where nothing usual is known. */
export function isSlow({ durationSec }: Pick<JobRun, 'durationSec'>, usualSec: number | undefined): boolean {
  return durationSec !== undefined && usualSec !== undefined && durationSec > SLOW_FACTOR * usualSec;
}
