import type { RetryCause } from '../contract/job.ts';
import { explainStop } from '../fleet/explain-stop.ts';
import type { ObservedTask } from './task-runner.ts';

/** How a task ended: well, or by which cause, in plain words. */
export type Ending =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed'; readonly cause: RetryCause; readonly reason: string };

/** A task that the platform has an answer about. */
export type KnownTask = Extract<ObservedTask, { readonly kind: 'present' }>;

/** Stops that the platform or a person made, not the job. Source: ECS API, `Task.stopCode`. */
const FROM_OUTSIDE = ['SpotInterruption', 'TerminationNotice', 'ServiceSchedulerInitiated', 'UserInitiated'];

/**
 * Says how a stopped task ended. Pure.
 *
 * | what the platform says                               | ending |
 * |------------------------------------------------------|--------|
 * | exit code 0                                          | ok     |
 * | exit code 137, or out of memory                      | oom    |
 * | could not start, and another try meets the same end  | error  |
 * | could not start otherwise, or was stopped from outside, or has no exit code | infra |
 * | any other exit code                                  | error  |
 */
export function classifyStop(task: KnownTask, image: string): Ending {
  const { exitCode, stopCode = '', stoppedReason = '' } = task;
  if (exitCode === 0 && !FROM_OUTSIDE.includes(stopCode)) return { kind: 'ok' };
  const stopped = { id: task.taskId, contentHash: '', stoppedAt: task.stoppedAt ?? '' };
  const said = explainStop({ ...stopped, stopCode, stoppedReason, exitCode }, image);
  const reason = said?.plain ?? `The task was stopped from outside: ${stoppedReason || stopCode}.`;
  return { kind: 'failed', cause: causeOf(said, stopCode, exitCode), reason };
}

function causeOf(
  said: ReturnType<typeof explainStop>,
  stopCode: string,
  exitCode: number | undefined,
): RetryCause {
  if (FROM_OUTSIDE.includes(stopCode)) return 'infra';
  if (said?.kind === 'out-of-memory') return 'oom';
  if (said?.deterministic) return 'error';
  return exitCode === undefined ? 'infra' : 'error';
}
