import type { Service } from '../contract/service.ts';

/** Deviation from a target that is not worth acting on. Source: the tolerance of the Kubernetes HPA, 0.1. */
export const TOLERANCE = 0.1;

/** Times the latency objective from which latency asks for tasks: a quarter more above the first, half above the second. */
export const LATENCY_STEPS = { quarterMore: 1.2, halfMore: 2 } as const;

/**
 * The highest target that can still be missed: a task cannot use more than it reserved, so above 1 / (1 + tolerance)
 * even a saturated task would count as within tolerance and the service would never grow.
 */
const HIGHEST_TARGET = 0.9;

/** 5xx answers a minute above which a service counts as failing. */
const ERRORS_PER_MINUTE = 10;

/** What a service is held to. Ratios 0..1 of the reserved resource, latency in ms, counts a minute. */
export interface Targets {
  readonly cpu: number;
  readonly memory: number;
  readonly p95Ms: number;
  /** Where the alarms stand that start a decision. */
  readonly alarms: {
    readonly cpuHigh: number;
    readonly cpuLow: number;
    readonly memoryHigh: number;
    readonly p95HighMs: number;
    readonly errors5xxPerMinute: number;
  };
}

/** How much room a service keeps. The scaler and the alarm rules both take their numbers from here. */
export interface Headroom {
  targets(service: Pick<Service, 'spec' | 'bounds'>): Targets;
}

/**
 * The room that the service's spec asks for, whatever its history.
 *
 * | target | max tasks | cpu high | cpu low                                       |
 * |--------|-----------|----------|-----------------------------------------------|
 * | 0.60   | 4         | 0.66     | 0.45: at 4 tasks, 3 would be at their target   |
 * | 0.60   | 20        | 0.66     | 0.54: the tolerance                            |
 * | 0.60   | 1         | 0.66     | 0: one task is never too many                  |
 */
export const fixedHeadroom: Headroom = {
  targets: ({ spec, bounds }) => {
    const cpu = Math.min(spec.scaling.targets.cpu, HIGHEST_TARGET);
    const memory = Math.min(spec.scaling.targets.memory, HIGHEST_TARGET);
    const { p95Ms } = spec.scaling.targets;
    return {
      cpu,
      memory,
      p95Ms,
      alarms: {
        cpuHigh: cpu * (1 + TOLERANCE),
        cpuLow: cpu * Math.min(1 - TOLERANCE, (bounds.max - 1) / bounds.max),
        memoryHigh: memory * (1 + TOLERANCE),
        p95HighMs: p95Ms * LATENCY_STEPS.quarterMore,
        errors5xxPerMinute: ERRORS_PER_MINUTE,
      },
    };
  },
};
