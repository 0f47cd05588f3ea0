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

/** More tasks than any service may have; what even these would not carry. */
const UNBOUNDED = 65_535;

/** The rule rounds ratios to 1e-9. */
const ROUNDING = 1e-6;

/**
 * Lower bounds of what `replay` would find, at a hundredth of its price. Whenever CPU stands above the target and its
 * tolerance, the rule grows, up to what the target needs, twice or four more; it never shrinks below what the target
 * needs. So after each step there are at least as many tasks as this step needed at target and tolerance, as far as
 * growth reaches; a task cannot show more than 100 % CPU, so one decision asks for at most `tasks / target`. Memory
 * and latency only ever ask for more. What a size needs at a target is worked out once. Pure.
 */
export class TaskBounds {
  private readonly needs = new Map<string, Uint16Array>();

  constructor(
    private readonly track: Track,
    private readonly spec: ServiceSpec,
  ) {}

  of(limits: Limits): TaskBound {
    const { cpu: target } = ruleFor(limits, this.spec).targets;
    const hard = this.needsAt(limits.cpuUnits, OVERLOAD_CPU);
    const need = this.needsAt(limits.cpuUnits, target * (1 + TOLERANCE));
    const { sum, overload } = bound(limits, { target, need, hard, measured: this.measuredKnown() });
    return {
      meanTasks: this.measuredKnown() === 0 ? limits.min : sum / this.measuredKnown(),
      overloadMinutes: (overload * this.track.stepSec) / 60,
    };
  }

  private known: { readonly measured: number; readonly work: Float64Array } | undefined;

  /** The known steps, without the gaps between them. */
  private get compact(): { readonly measured: number; readonly work: Float64Array } {
    if (this.known) return this.known;
    const { vcpu, measured } = this.track;
    const isKnown = (work: number) => !Number.isNaN(work);
    this.known = { work: vcpu.filter(isKnown), measured: vcpu.subarray(0, measured).filter(isKnown).length };
    return this.known;
  }

  private measuredKnown(): number {
    return this.compact.measured;
  }

  /** Tasks that each known step needs so that none is busier than `cpu`. */
  private needsAt(cpuUnits: number, cpu: number): Uint16Array {
    const key = `${cpuUnits}/${cpu}`;
    const known = this.needs.get(key);
    if (known) return known;
    const room = (cpuUnits / 1_024) * cpu - this.track.overheadVcpu;
    const tasks = (work: number) => Math.min(UNBOUNDED, Math.ceil(work / room - ROUNDING));
    const needs = Uint16Array.from(this.compact.work, room > 0 ? tasks : () => UNBOUNDED);
    this.needs.set(key, needs);
    return needs;
  }
}

function bound(
  { min, max }: Limits,
  of: {
    readonly target: number;
    readonly need: Uint16Array;
    readonly hard: Uint16Array;
    readonly measured: number;
  },
): { readonly sum: number; readonly overload: number } {
  const { need, hard, measured, target } = of;
  const reach = Uint16Array.from({ length: max + 1 }, (_, tasks) =>
    Math.min(
      max,
      Math.max(tasks * GROWTH.factor, tasks + GROWTH.tasks),
      Math.ceil(tasks / target - ROUNDING),
    ),
  );
  let [tasks, sum, overload] = [min, 0, 0];
  for (let step = 0; step < need.length; step += 1) {
    overload += Number((hard[step] ?? 0) > max);
    if (step < measured) sum += tasks;
    tasks = Math.max(min, Math.min(need[step] ?? 0, reach[tasks] ?? max));
  }
  return { sum, overload };
}
