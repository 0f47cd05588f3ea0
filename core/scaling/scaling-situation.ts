import type { AlarmKind } from '../contract/monitoring.ts';
import type { ScalingOutcome } from '../contract/scaling.ts';
import type { ScalingMemory } from '../contract/service.ts';
import type { Targets } from './headroom.ts';
import type { Load, MetricWant } from './want-per-metric.ts';

/** What a service is scaled by: its approved bounds, its targets, and its cooldowns in seconds. */
export interface ScalingRule {
  readonly min: number;
  readonly max: number;
  readonly targets: Targets;
  readonly cooldowns: { readonly outSec: number; readonly inSec: number };
}

/** What is seen of a service when its count is decided. `alarms` are those in ALARM. */
export interface ScalingSeen {
  readonly now: string;
  readonly desired: number;
  readonly running: number;
  readonly load: Load;
  readonly deploying: boolean;
  readonly alarms: readonly AlarmKind[];
  readonly remembered: ScalingMemory;
}

/** Rule, observation and what each metric asks for: all that a decision is made from. `want` is the largest. */
export interface ScalingSituation {
  readonly rule: ScalingRule;
  readonly seen: ScalingSeen;
  readonly wants: readonly MetricWant[];
  readonly want: number;
}

/** How many tasks there shall be, the rule that says so, and both explanations in plain words. */
export interface ScalingVerdict {
  readonly outcome: ScalingOutcome;
  readonly to: number;
  readonly rule: string;
  readonly because: string;
  readonly whyNot: string;
}
