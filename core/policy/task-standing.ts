import type { PolicyVersion, TaskPolicy } from '../contract/policy.ts';
import { sha256Hex } from '../digest.ts';
import type { TaskStanding } from '../store/records/task-policies.ts';
import { addSeconds } from '../units.ts';
import type { BoundTask } from './bound-services.ts';
import { revisionOf } from './policy-versions.ts';

/** A task that was to say something and did not for so long cannot be reached, in seconds. */
export const UNREACHABLE_SEC = 300;

/**
 * The place of a task in the order in which a version reaches tasks: even over (0, 1], the same for everybody who
 * asks, and another for each version, so that it is not always the same task that goes first. Pure.
 */
export function placeOf(version: Pick<PolicyVersion, 'name' | 'number'>, taskId: string): number {
  const digits = sha256Hex(`${revisionOf(version)}/${taskId}`).slice(0, 12);
  return (Number.parseInt(digits, 16) + 1) / 2 ** 48;
}

/** Whether a version is offered to the task by now. Pure. */
export function isOffered(
  version: Pick<PolicyVersion, 'name' | 'number' | 'share' | 'status'>,
  taskId: string,
): boolean {
  if (version.status === 'ACTIVE') return true;
  if (version.status !== 'ROLLING_OUT' && version.status !== 'PAUSED') return false;
  return placeOf(version, taskId) <= (version.share ?? 0);
}

/** Where a running task stands with a version. What it has not said it has not done. Pure. */
export function standingWith(
  version: PolicyVersion,
  {
    task,
    said,
    now,
  }: { readonly task: BoundTask; readonly said: TaskStanding | undefined; readonly now: string },
): TaskPolicy {
  const { service, id: taskId } = task;
  const at = said?.at ?? task.startedAt;
  const revision = said?.active === undefined ? {} : { revision: `${version.name}@${said.active}` };
  const base = { service, taskId, at, ...revision };
  if (said?.failed === version.number)
    return { ...base, status: 'FAILED', error: said.error ?? 'no reason given' };
  if (said?.active === version.number) return { ...base, status: 'ACTIVATED' };
  if (task.exempt) return { ...base, status: 'EXEMPT' };
  const since = later(later(task.startedAt, at), version.updatedAt);
  if (isOffered(version, taskId) && addSeconds(since, UNREACHABLE_SEC) <= now)
    return { ...base, status: 'UNREACHABLE' };
  return { ...base, status: said?.offered === version.number ? 'DOWNLOADED' : 'PENDING' };
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
