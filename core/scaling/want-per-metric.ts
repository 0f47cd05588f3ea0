import { clamp } from '../units.ts';
import { LATENCY_STEPS, type Targets, TOLERANCE } from './headroom.ts';

/** More tasks than this are never wanted. Source: Amazon ECS service quotas, tasks per service. */
const MOST_TASKS = 5_000;

/** The metrics that a task count is decided by. */
export type ScalingMetric = 'cpu' | 'memory' | 'p95Ms';

/**
 * The load of a service, each metric as its desired number of tasks carries it; absent means unknown.
 * Ratios 0..1 of the reserved resource (above 1 while tasks that shall carry it still start), latency in ms.
 */
export interface Load {
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
  readonly p95Ms?: number | undefined;
}

/** What one metric asks for. `unknown` asks for the present count, and bars scaling in. */
export type MetricWant =
  | { readonly metric: ScalingMetric; readonly kind: 'unknown'; readonly want: number }
  | {
      readonly metric: ScalingMetric;
      readonly kind: 'within tolerance' | 'more' | 'less' | 'rounding';
      readonly value: number;
      readonly want: number;
    };

/**
 * What CPU, memory and latency each ask for at `desired` tasks; total for every input.
 * Ratios: `want = ceil(desired * value / target)`, the present count while within tolerance. Latency: steps, and no
 * opinion (it is left out) while it is unknown or not high, because it never asks for fewer.
 *
 * | metric | value | target | desired | want                |
 * |--------|-------|--------|---------|---------------------|
 * | cpu    | 0.88  | 0.60   | 2       | 3                   |
 * | cpu    | 0.95  | 0.60   | 4       | 7                   |
 * | cpu    | 0.65  | 0.60   | 4       | 4, within tolerance |
 * | p95Ms  | 700   | 500    | 4       | 5                   |
 * | p95Ms  | 1100  | 500    | 4       | 6                   |
 */
export function wantPerMetric(targets: Targets, load: Load, desired: number): readonly MetricWant[] {
  return [
    ratioWant('cpu', targets.cpu, load.cpu, desired),
    ratioWant('memory', targets.memory, load.memory, desired),
    ...latencyWant(targets.p95Ms, load.p95Ms, desired),
  ];
}

/** Whether `value` was measured: a number that a metric can have. */
export function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

function ratioWant(
  metric: 'cpu' | 'memory',
  target: number,
  value: number | undefined,
  desired: number,
): MetricWant {
  if (!isKnown(value)) return { metric, kind: 'unknown', want: desired };
  const ratio = withoutNoise(value / target);
  if (withoutNoise(Math.abs(ratio - 1)) <= TOLERANCE)
    return { metric, kind: 'within tolerance', value, want: desired };
  const want = tasks(desired * ratio);
  if (want === desired) return { metric, kind: 'rounding', value, want };
  return { metric, kind: want > desired ? 'more' : 'less', value, want };
}

function latencyWant(objective: number, value: number | undefined, desired: number): readonly MetricWant[] {
  if (!isKnown(value)) return [];
  const times = withoutNoise(value / objective);
  if (times <= LATENCY_STEPS.quarterMore) return [];
  const factor = times > LATENCY_STEPS.halfMore ? 1.5 : 1.25;
  return [{ metric: 'p95Ms', kind: 'more', value, want: tasks(desired * factor) }];
}

/** Whole tasks that hold `amount` tasks' worth of load. */
function tasks(amount: number): number {
  return clamp(Math.ceil(withoutNoise(amount)), 0, MOST_TASKS);
}

/** `value` to 1e-9, so that 0.9 / 0.6 * 2 is 3 and not a hair more. */
function withoutNoise(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
