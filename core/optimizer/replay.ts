import type { Limits } from '../contract/proposal.ts';
import type { ScalingMemory } from '../contract/service.ts';
import type { ServiceSpec } from '../contract/service-spec.ts';
import { decideScaling } from '../scaling/decide-scaling.ts';
import { leadingWant } from '../scaling/explain-decision.ts';
import { fixedHeadroom } from '../scaling/headroom.ts';
import type { ScalingRule } from '../scaling/scaling-situation.ts';
import { wantPerMetric } from '../scaling/want-per-metric.ts';
import { clamp, MS } from '../units.ts';
import type { Track } from './track.ts';

/** Above this CPU a task is overloaded. Source: the verification rule of the specification (P95 CPU > 80 %). */
export const OVERLOAD_CPU = 0.8;

/**
 * From load to tasks that carry it: a minute until a metric is published, up to two until a task has started. Together
 * they lie within one step of five minutes, so what is decided on one step serves from the next.
 */
const REACTION_SEC = { metricDelay: 60, taskStart: 120 } as const;

/** The low alarm wants 15 minutes of 15, see `alarmRulesFor`. */
const LOW_SEC = 900;

/** What a replay found. Minutes are of the whole track, tasks of what was measured. */
export interface ReplayOutcome {
  /** False where the replay stopped because the candidate could not win any more. */
  readonly complete: boolean;
  readonly overloadMinutes: number;
  readonly atMaxMinutes: number;
  readonly minutes: number;
  readonly taskMinutes: number;
  /** Mean tasks over what was measured. */
  readonly meanTasks: number;
  readonly cpuP95: number;
  /** The most requests a minute that one task had. */
  readonly peakRequestsPerTask: number;
}

/** Where a replay may stop early: beyond these it is of no use. */
export interface ReplayStop {
  readonly overloadMinutes: number;
  readonly meanTasks: number;
}

const NEVER: ReplayStop = {
  overloadMinutes: Number.POSITIVE_INFINITY,
  meanTasks: Number.POSITIVE_INFINITY,
};

/**
 * Replays the scaling rule that runs in production, `decideScaling` itself, over a track: how many tasks a service with
 * these limits would have had, and how busy they would have been. As in production the rule is asked while an alarm
 * is in ALARM: CPU or memory high, or CPU low for 15 minutes. Where its metrics want the present count, more at the
 * maximum or fewer at the minimum, it cannot answer anything else than the present count, and is not asked but
 * remembered the same. Steps without data leave everything as it is. Pure.
 */
export function replay(
  track: Track,
  limits: Limits,
  { spec, stop = NEVER }: { readonly spec: ServiceSpec; readonly stop?: ReplayStop },
): ReplayOutcome {
  const run = new Replay(track, limits, ruleFor(limits, spec));
  const known = knownMeasured(track);
  for (let step = 0; step < track.vcpu.length; step += 1) {
    run.live(step);
    if (run.isBeyond(stop, known)) return run.outcome(false);
  }
  return run.outcome(true);
}

/** The rule by which a service with these limits would be scaled. */
export function ruleFor(limits: Limits, spec: ServiceSpec): ScalingRule {
  const { min, max, cpuTarget } = limits;
  const { scaling } = spec;
  const shaped = { ...spec, scaling: { ...scaling, targets: { ...scaling.targets, cpu: cpuTarget } } };
  const targets = fixedHeadroom.targets({ spec: shaped, bounds: { min, max } });
  return { min, max, targets, cooldowns: scaling.cooldowns };
}

function knownMeasured({ vcpu, measured }: Track): number {
  let known = 0;
  for (let step = 0; step < measured; step += 1) if (!Number.isNaN(vcpu[step])) known += 1;
  return known;
}

/** CPU is counted by the percent; two whole CPUs a task are the most that is told apart. */
const BUCKETS = 201;

class Replay {
  private desired: number;
  private lowSteps = 0;
  private held: { readonly step: number; readonly want: number } | undefined;
  private memory: ScalingMemory = { recentWants: [] };
  private readonly vcpu: number;
  private readonly histogram = new Uint32Array(BUCKETS);
  private counted = { overload: 0, atMax: 0, steps: 0, measured: 0, tasks: 0, peakRequests: 0 };

  constructor(
    private readonly track: Track,
    private readonly limits: Limits,
    private readonly rule: ScalingRule,
  ) {
    this.vcpu = limits.cpuUnits / 1_024;
    const first = track.vcpu.find((value) => !Number.isNaN(value)) ?? 0;
    this.desired = clamp(Math.ceil(first / (this.vcpu * rule.targets.cpu)), limits.min, limits.max);
  }

  live(step: number): void {
    const work = this.track.vcpu[step] ?? Number.NaN;
    if (Number.isNaN(work)) return;
    const cpu = (work / this.desired + this.track.overheadVcpu) / this.vcpu;
    const used = this.track.memoryMiB[step] ?? Number.NaN;
    const memory = Math.min(1, (Number.isNaN(used) ? 0 : used) / this.limits.memoryMiB);
    this.count(step, cpu);
    this.decide(step, { cpu: Math.min(1, cpu), memory });
  }

  isBeyond(stop: ReplayStop, known: number): boolean {
    const { overload, tasks, measured } = this.counted;
    if (overload * this.minutesAStep > stop.overloadMinutes) return true;
    return tasks + (known - measured) * this.limits.min > stop.meanTasks * known;
  }

  outcome(complete: boolean): ReplayOutcome {
    const { overload, atMax, steps, measured, tasks, peakRequests } = this.counted;
    return {
      complete,
      overloadMinutes: overload * this.minutesAStep,
      atMaxMinutes: atMax * this.minutesAStep,
      minutes: steps * this.minutesAStep,
      taskMinutes: tasks * this.minutesAStep,
      meanTasks: measured === 0 ? this.limits.min : tasks / measured,
      cpuP95: this.percentile(0.95),
      peakRequestsPerTask: peakRequests,
    };
  }

  private get minutesAStep(): number {
    return this.track.stepSec / 60;
  }

  private count(step: number, cpu: number): void {
    const { counted } = this;
    counted.steps += 1;
    if (cpu > OVERLOAD_CPU) counted.overload += 1;
    if (this.desired >= this.limits.max) counted.atMax += 1;
    if (step >= this.track.measured) return;
    counted.measured += 1;
    counted.tasks += this.desired;
    const bucket = Math.min(BUCKETS - 1, Math.ceil(cpu * 100));
    this.histogram[bucket] = (this.histogram[bucket] ?? 0) + 1;
    const requests = this.track.requests[step] ?? Number.NaN;
    if (requests / this.desired > counted.peakRequests) counted.peakRequests = requests / this.desired;
  }

  private decide(step: number, load: { readonly cpu: number; readonly memory: number }): void {
    const { targets, min, max } = this.rule;
    this.lowSteps = load.cpu < targets.alarms.cpuLow ? this.lowSteps + 1 : 0;
    const high = load.cpu > targets.alarms.cpuHigh || load.memory > targets.alarms.memoryHigh;
    if (!high && this.lowSteps * this.track.stepSec < LOW_SEC) return;
    const want = leadingWant(wantPerMetric(targets, load, this.desired))?.want ?? this.desired;
    const mayMove = want > this.desired ? this.desired < max : want < this.desired && this.desired > min;
    if (mayMove) this.ask(step, load);
    else this.held = { step, want };
  }

  private ask(step: number, load: { readonly cpu: number; readonly memory: number }): void {
    const decision = decideScaling(this.rule, {
      now: this.endOf(step),
      desired: this.desired,
      running: this.desired,
      load,
      deploying: false,
      alarms: [],
      remembered: this.remembered(step),
    });
    this.memory = decision.remember;
    this.desired = decision.to;
  }

  /** A hold that was not asked for is remembered as the rule would have: what is older than its window does not count. */
  private remembered(step: number): ScalingMemory {
    const { held, memory } = this;
    if (held === undefined || held.step !== step - 1) return memory;
    const recentWants = [...memory.recentWants, { at: this.endOf(held.step), want: held.want }];
    return { ...memory, recentWants };
  }

  private endOf(step: number): string {
    const { startMs, stepSec } = this.track;
    return new Date(startMs + ((step + 1) * stepSec + REACTION_SEC.metricDelay) * MS.second).toISOString();
  }

  private percentile(q: number): number {
    const target = Math.ceil(q * this.counted.measured);
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.histogram[bucket] ?? 0;
      if (seen >= target) return bucket / 100;
    }
    return 0;
  }
}
