import type { PolicyVersion, TaskPolicy } from '../contract/policy.ts';
import { addSeconds } from '../units.ts';
import { isOffered, placeOf } from './task-standing.ts';

/** One task, a quarter, all; five minutes between; one failure first, later one in twenty (spec, policies). */
export const ROLL_OUT = { quarter: 0.25, bakeSec: 300, toleratedShare: 0.05 } as const;

/** What a roll-out is decided by. `tasks`: every bound task that runs. `gone`: tasks that failed and ran before. */
export interface RollOutSituation {
  readonly version: PolicyVersion;
  readonly tasks: readonly TaskPolicy[];
  readonly gone: readonly TaskPolicy[];
  readonly now: string;
}

/** What is to be done about a roll-out, and why. */
export type RollOutDecision =
  | { readonly kind: 'wait'; readonly because: string }
  | {
      readonly kind: 'step';
      readonly step: 0 | 1 | 2;
      readonly share: number;
      readonly tasks: number;
      readonly because: string;
    }
  | { readonly kind: 'bake'; readonly until: string; readonly because: string }
  | { readonly kind: 'pause' | 'continue' | 'activate'; readonly because: string }
  | { readonly kind: 'stop'; readonly because: string };

/**
 * Decides the next move of a version on its way: total, and the same however often it is asked. What brings old
 * content back goes to all at once and is never stopped. Pure.
 */
export function decideRollOut(situation: RollOutSituation): RollOutDecision {
  const { version } = situation;
  const tasks = situation.tasks.filter(({ status }) => status !== 'EXEMPT');
  if (tasks.length === 0) return { kind: 'activate', because: 'No bound task runs; new ones start with it.' };
  if (version.status === 'STAGED')
    return version.restores === undefined ? stepTo(0, version, tasks) : stepTo(2, version, tasks);
  const offered = tasks.filter(({ taskId }) => isOffered(version, taskId));
  if (offered.length === 0) return stepTo(stepOf(version), version, tasks);
  const failed = [...offered, ...situation.gone].filter(({ status }) => status === 'FAILED');
  if (version.restores === undefined && isTooMany(failed.length, { offered, step: version.step }))
    return { kind: 'stop', because: whyStopped(version, failed, offered) };
  return awaited({ ...situation, tasks }, offered);
}

function awaited(situation: RollOutSituation, offered: readonly TaskPolicy[]): RollOutDecision {
  const { version, tasks, now } = situation;
  const silent = offered.filter(({ status }) => status === 'UNREACHABLE');
  const quiet = isTooMany(silent.length, { offered, step: version.step });
  if (quiet && version.status === 'ROLLING_OUT')
    return { kind: 'pause', because: `Nothing is heard of ${list(silent)}.` };
  if (!quiet && version.status === 'PAUSED')
    return { kind: 'continue', because: 'The silent tasks are heard again.' };
  const missing = offered.filter(({ status }) => status !== 'ACTIVATED');
  if (missing.length > 0) return { kind: 'wait', because: `Waits for ${list(missing)}.` };
  if (offered.length === tasks.length && version.step === 2)
    return { kind: 'activate', because: `All ${tasks.length} running tasks acknowledged it.` };
  if (version.bakeUntil === undefined) {
    const until = addSeconds(now, ROLL_OUT.bakeSec);
    return {
      kind: 'bake',
      until,
      because: `${offered.length} of ${tasks.length} run it; watched until ${until}.`,
    };
  }
  if (version.bakeUntil > now) return { kind: 'wait', because: `Watched until ${version.bakeUntil}.` };
  return nextStep(version, tasks, offered.length);
}

/** Steps that would reach nobody new are passed over. */
function nextStep(version: PolicyVersion, tasks: readonly TaskPolicy[], reached: number): RollOutDecision {
  const quarter = stepTo(1, version, tasks);
  return version.step === 0 && quarter.kind === 'step' && quarter.tasks > reached
    ? quarter
    : stepTo(2, version, tasks);
}

function stepTo(step: 0 | 1 | 2, version: PolicyVersion, tasks: readonly TaskPolicy[]): RollOutDecision {
  const wanted = { 0: 1, 1: Math.ceil(tasks.length * ROLL_OUT.quarter), 2: tasks.length }[step];
  const places = tasks.map(({ taskId }) => placeOf(version, taskId)).sort((a, b) => a - b);
  const share = step === 2 ? 1 : Math.max(version.share ?? 0, places[wanted - 1] ?? 1);
  const because = `Step ${step + 1} of 3: ${wanted} of ${tasks.length} running tasks.`;
  return { kind: 'step', step, share, tasks: wanted, because };
}

function stepOf({ step }: PolicyVersion): 0 | 1 | 2 {
  return step === 0 || step === 1 ? step : 2;
}

function isTooMany(
  count: number,
  { offered, step }: { readonly offered: readonly TaskPolicy[]; readonly step: number },
): boolean {
  return step === 0 ? count > 0 : count > offered.length * ROLL_OUT.toleratedShare;
}

function whyStopped(
  { step }: PolicyVersion,
  failed: readonly TaskPolicy[],
  offered: readonly TaskPolicy[],
): string {
  const [first] = failed;
  const said = first ? `: ${first.error ?? 'no reason given'}` : '';
  return `Stopped in step ${step + 1}: ${failed.length} of ${offered.length} could not take it${said}`.slice(
    0,
    500,
  );
}

function list(tasks: readonly TaskPolicy[]): string {
  const named = tasks.slice(0, 3).map(({ service, taskId }) => `${service}/${taskId.slice(0, 8)}`);
  return tasks.length > 3 ? `${named.join(', ')} and ${tasks.length - 3} more` : named.join(', ');
}
