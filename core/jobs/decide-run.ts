import type { Attempt, Job, JobRun, RunStatus } from '../contract/job.ts';
import type { PriceTable } from '../contract/money.ts';
import { formatSpan } from '../format.ts';
import { isOver } from '../store/records/job-runs.ts';
import { secondsBetween } from '../units.ts';
import { WORKER_GONE_SEC } from '../worker-gone.ts';
import { failedChecks } from './check-success.ts';
import { classifyStop, type KnownTask } from './classify-stop.ts';
import { decideRetry, nextMemoryMiB } from './decide-retry.ts';
import { runCostMicroUsd } from './run-cost.ts';
import type { ObservedTask } from './task-runner.ts';

/**
 * What a worker does next about a run. `record` stores it; the acts are repeated until what they ask for is seen, so
 * that a crash between recording and acting leaves nothing undone.
 */
export type RunStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'record'; readonly run: JobRun; readonly quietly?: true }
  | { readonly do: 'start-task'; readonly attempt: Attempt }
  | { readonly do: 'stop-task'; readonly taskId: string }
  | { readonly do: 'work'; readonly attempt: Attempt };

/** What the decision looks at beside the run. */
export interface RunView {
  readonly job: Job;
  readonly now: string;
  readonly prices: PriceTable;
  /** The task of the last attempt; `none` where there is none, undefined where the platform did not answer. */
  readonly seen: ObservedTask | { readonly kind: 'none' } | undefined;
  /** Whether this very worker recorded that the attempt starts: nobody else may do the work of a builtin. */
  readonly mine: boolean;
  /** Whether the platform runs builtins as tasks, so that none is worked on here. */
  readonly runsBuiltins?: boolean | undefined;
  /** Whether a run at this memory would stay inside the job's budget. */
  readonly affords: (memoryMiB: number) => boolean;
}

/** A platform that refuses to start a task for so long has failed the attempt. */
const START_PATIENCE_SEC = 600;

const WAITING: readonly RunStatus[] = ['SCHEDULED', 'RETRY_WAIT'];

/** Decides the next step of a run from what is recorded and what is seen. Pure and total. */
export function decideRun(run: JobRun, view: RunView): RunStep {
  const attempt = run.attempts.at(-1);
  if (isOver(run)) return NOTHING;
  if (view.job.status === 'RETIRED' && isUnderWay(run))
    return record(cancelled(run, 'The job was retired.', view.now));
  if (attempt && attempt.endedAt === undefined && !isRunning(run)) return closeAttempt(run, attempt, view);
  if (WAITING.includes(run.status)) return startWhenDue(run, view);
  return attempt ? followAttempt(run, attempt, view) : NOTHING;
}

/** The run as it is once somebody gave it up; its task, if one runs, is stopped by the steps that follow. Pure. */
export function cancelled(run: JobRun, reason: string, now: string): JobRun {
  return { ...ended(run, 'CANCELLED', reason, now), version: run.version + 1 };
}

/** The run after its builtin did its work, or failed to. Pure. */
export function workDone(
  run: JobRun,
  outcome:
    | { readonly metrics: JobRun['metrics'] }
    | { readonly failure: Pick<Attempt, 'cause' | 'stopReason'> },
  view: RunView,
): JobRun {
  const attempt = run.attempts.at(-1);
  if (!attempt) return run;
  if ('failure' in outcome && outcome.failure.cause === undefined)
    return ended(
      withAttempt(run, { ...attempt, ...outcome.failure, cause: 'error', endedAt: view.now }),
      'FAILED',
      outcome.failure.stopReason ?? '',
      view.now,
    );
  if ('failure' in outcome) return failed(run, { ...attempt, ...outcome.failure, endedAt: view.now }, view);
  const reported = { ...run, metrics: { ...run.metrics, ...outcome.metrics } };
  return finished(reported, { ...attempt, endedAt: view.now, exitCode: 0 }, view);
}

const NOTHING = { do: 'nothing' } as const;

function record(run: JobRun): RunStep {
  return { do: 'record', run };
}

function isRunning({ status }: JobRun): boolean {
  return status === 'STARTING' || status === 'RUNNING';
}

function isUnderWay(run: JobRun): boolean {
  return isRunning(run) || WAITING.includes(run.status);
}

function startWhenDue(run: JobRun, { job, now }: RunView): RunStep {
  if (run.retryAt !== undefined && Date.parse(run.retryAt) > Date.parse(now)) return NOTHING;
  const mayOverlap = job.spec.concurrencyPolicy === 'Allow';
  if (!mayOverlap && job.openRunIds[0] !== run.id) return NOTHING;
  const { retryAt: _over, ...rest } = run;
  const attempt: Attempt = {
    number: run.attempts.length + 1,
    cpuUnits: job.spec.cpuUnits,
    memoryMiB: nextMemoryMiB(run.attempts, job.spec),
    startedAt: now,
    costMicroUsd: 0,
  };
  return record({
    ...rest,
    status: 'STARTING',
    statusReason: `Attempt ${attempt.number} is being started.`,
    attempts: [...run.attempts, attempt],
    metrics: {},
    startedAt: run.startedAt ?? now,
    version: run.version + 1,
  });
}

function followAttempt(run: JobRun, attempt: Attempt, view: RunView): RunStep {
  if (attempt.taskId === undefined)
    return isWorkedOnHere(view) ? followWork(run, attempt, view) : startTask(run, attempt, view);
  if (!view.seen) return NOTHING;
  if (view.seen.kind !== 'present') return record(lost(run, attempt, view));
  if (view.seen.lastStatus === 'STOPPED') return record(stopped(run, attempt, { ...view, seen: view.seen }));
  if (secondsBetween(attempt.startedAt, view.now) >= view.job.spec.timeoutSec)
    return record(timedOut(run, attempt, view));
  if (view.seen.lastStatus === 'RUNNING' && run.status === 'STARTING')
    return {
      do: 'record',
      quietly: true,
      run: {
        ...run,
        status: 'RUNNING',
        statusReason: `Attempt ${attempt.number} runs.`,
        version: run.version + 1,
      },
    };
  return NOTHING;
}

function isWorkedOnHere({ job, runsBuiltins }: RunView): boolean {
  return job.spec.builtin !== undefined && !runsBuiltins;
}

function followWork(run: JobRun, attempt: Attempt, view: RunView): RunStep {
  if (view.mine) return { do: 'work', attempt };
  if (secondsBetween(attempt.startedAt, view.now) < WORKER_GONE_SEC) return NOTHING;
  const stopReason = 'Its worker ended without a word.';
  return record(failed(run, { ...attempt, cause: 'infra', stopReason, endedAt: view.now }, view));
}

/** A task that was started although the answer got lost is the attempt's; silence is no proof that there is none. */
function startTask(run: JobRun, attempt: Attempt, view: RunView): RunStep {
  const { seen } = view;
  if (seen?.kind === 'present')
    return { do: 'record', quietly: true, run: withAttempt(run, { ...attempt, taskId: seen.taskId }) };
  if (secondsBetween(attempt.startedAt, view.now) < START_PATIENCE_SEC) return { do: 'start-task', attempt };
  if (!seen) return NOTHING;
  const stopReason = `The platform started no task for ${formatSpan(START_PATIENCE_SEC)}.`;
  return record(failed(run, { ...attempt, cause: 'infra', stopReason, endedAt: view.now }, view));
}

/** An attempt whose run went on without it: its task is stopped until it is seen to be gone. */
function closeAttempt(run: JobRun, attempt: Attempt, view: RunView): RunStep {
  const { seen } = view;
  if (!seen) return NOTHING;
  if (seen.kind === 'present' && seen.lastStatus !== 'STOPPED')
    return { do: 'stop-task', taskId: seen.taskId };
  return { do: 'record', quietly: true, run: withAttempt(run, goneAttempt(attempt, seen, view)) };
}

function goneAttempt(attempt: Attempt, seen: NonNullable<RunView['seen']>, view: RunView): Attempt {
  if (seen.kind === 'none') return { ...attempt, endedAt: view.now };
  return seen.kind === 'present'
    ? endOf(attempt, seen, view)
    : { ...attempt, ...costUntil(attempt, view.now, view) };
}

function stopped(run: JobRun, attempt: Attempt, view: RunView & { readonly seen: KnownTask }): JobRun {
  const gone = endOf(attempt, view.seen, view);
  const ending = classifyStop(view.seen, view.job.spec.image ?? '');
  if (ending.kind === 'ok')
    return finished({ ...run, metrics: { ...run.metrics, ...view.seen.metrics } }, gone, view);
  return failed(run, { ...gone, cause: ending.cause, stopReason: ending.reason }, view);
}

function finished(run: JobRun, attempt: Attempt, view: RunView): JobRun {
  const broken = failedChecks(view.job.spec, run.metrics);
  const whole = withAttempt(run, broken.length > 0 ? { ...attempt, cause: 'error' } : attempt);
  if (broken.length > 0)
    return ended(whole, 'FAILED', `A check does not hold: ${broken.join('; ')}.`, view.now);
  return ended(whole, 'SUCCEEDED', 'It did its work.', view.now);
}

function lost(run: JobRun, attempt: Attempt, view: RunView): JobRun {
  const stopReason = 'The platform no longer knows the task.';
  const gone = { ...attempt, ...costUntil(attempt, view.now, view), cause: 'infra', stopReason } as const;
  return failed(run, gone, view, 'LOST');
}

function timedOut(run: JobRun, attempt: Attempt, view: RunView): JobRun {
  const stopReason = `It ran longer than ${formatSpan(view.job.spec.timeoutSec)}.`;
  return failed(run, { ...attempt, cause: 'timeout', stopReason }, view, 'TIMED_OUT');
}

/** The run after an attempt failed: it waits for the next, or it ends so. */
function failed(run: JobRun, attempt: Attempt, view: RunView, end: RunStatus = 'FAILED'): JobRun {
  const whole = withAttempt(run, attempt);
  const { job, now, affords } = view;
  const decision = decideRetry({ spec: job.spec, runId: run.id, attempts: whole.attempts, now, affords });
  const because = `${attempt.stopReason ?? ''} ${decision.reason}`.trim();
  if (decision.kind === 'give-up') return ended(whole, end, because, now);
  return { ...whole, status: 'RETRY_WAIT', statusReason: because, retryAt: decision.at };
}

/** The next version with its last attempt replaced, and what all attempts cost. */
function withAttempt(run: JobRun, attempt: Attempt): JobRun {
  const attempts = [...run.attempts.slice(0, -1), attempt];
  const costMicroUsd = attempts.reduce((sum, one) => sum + one.costMicroUsd, 0);
  return { ...run, attempts, costMicroUsd, version: run.version + 1 };
}

function ended(run: JobRun, status: RunStatus, statusReason: string, now: string): JobRun {
  const durationSec = run.startedAt === undefined ? undefined : secondsBetween(run.startedAt, now);
  return { ...run, status, statusReason, endedAt: now, durationSec };
}

function endOf(attempt: Attempt, seen: KnownTask, view: RunView): Attempt {
  const { exitCode, logLink, stoppedReason, stoppedAt } = seen;
  return {
    ...attempt,
    ...costUntil(attempt, stoppedAt ?? view.now, view),
    ...(exitCode !== undefined && { exitCode }),
    ...(logLink !== undefined && { logLink }),
    stopReason: attempt.stopReason ?? stoppedReason,
  };
}

function costUntil(attempt: Attempt, endedAt: string, { prices }: RunView) {
  return {
    endedAt,
    costMicroUsd: runCostMicroUsd(attempt, secondsBetween(attempt.startedAt, endedAt), prices),
  };
}
