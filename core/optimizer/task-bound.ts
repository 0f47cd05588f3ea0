import type { Limits } from '../contract/proposal.ts';
import type { ServiceSpec } from '../contract/service-spec.ts';
import { TOLERANCE } from '../scaling/headroom.ts';
import { GROWTH } from '../scaling/limits.ts';
import { OVERLOAD_CPU, ruleFor } from './replay.ts';
import type { Track } from './track.ts';

/** What any replay of some limits cannot get below, found without asking the rule. */
export interface TaskBound {
  readonly meanTasks: number;
  /** Overloaded whatever the rule does: even the maximum would not carry the load. */
  readonly overloadMinutes: number;
}

/**
 * A lower bound of what `replay` would find, at a hundredth of its price. Whenever CPU stands above the target and its
 * tolerance, the rule grows, up to what the target needs, twice or four more; it never shrinks below what the target
 * needs. So after each step there are at least as many tasks as this step needed at target and tolerance, as far as growth
 * reaches. Memory and latency only ever ask for more. Pure.
 */
export function taskBound(track: Track, limits: Limits, spec: ServiceSpec): TaskBound {
  const { cpu: target } = ruleFor(limits, spec).targets;
  const vcpu = limits.cpuUnits / 1_024;
  const needs = { room: vcpu * target * (1 + TOLERANCE) - track.overheadVcpu, target };
  const carried = limits.max * (vcpu * OVERLOAD_CPU - track.overheadVcpu);
  let [tasks, sum, known, overload] = [limits.min, 0, 0, 0];
  for (let step = 0; step < track.vcpu.length; step += 1) {
    const work = track.vcpu[step] ?? Number.NaN;
    if (Number.isNaN(work)) continue;
    overload += Number(work > carried);
    const isMeasured = Number(step < track.measured);
    known += isMeasured;
    sum += isMeasured * tasks;
    tasks = nextTasks(tasks, work, { limits, ...needs });
  }
  return {
    meanTasks: sum / Math.max(1, known),
    overloadMinutes: (overload * track.stepSec) / 60,
  };
}

/** A task cannot show more than 100 % CPU, so one decision asks for at most `tasks / target`. */
function nextTasks(
  tasks: number,
  work: number,
  { limits, room, target }: { readonly limits: Limits; readonly room: number; readonly target: number },
): number {
  const grown = Math.max(tasks * GROWTH.factor, tasks + GROWTH.tasks);
  const most = Math.min(limits.max, grown, Math.ceil(tasks / target - ROUNDING));
  const need = room > 0 ? Math.ceil(work / room - ROUNDING) : limits.max;
  return Math.max(limits.min, Math.min(need, most));
}

/** The rule rounds ratios to 1e-9. */
const ROUNDING = 1e-6;
