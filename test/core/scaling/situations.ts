import type { ScalingMemory } from '../../../core/contract/service.ts';
import type { ScalingRule, ScalingSeen } from '../../../core/scaling/scaling-situation.ts';
import { addSeconds } from '../../../core/units.ts';

export const NOW = '2026-11-23T10:00:00.000Z';

/** The instant `seconds` before `NOW`. */
export function ago(seconds: number): string {
  return addSeconds(NOW, -seconds);
}

export const BLANK: ScalingMemory = { recentWants: [] };

export const RULE: ScalingRule = {
  min: 2,
  max: 4,
  targets: {
    cpu: 0.6,
    memory: 0.8,
    p95Ms: 500,
    alarms: { cpuHigh: 0.66, cpuLow: 0.45, memoryHigh: 0.88, p95HighMs: 600, errors5xxPerMinute: 10 },
  },
  cooldowns: { outSec: 60, inSec: 300 },
};

/** A calm service at 2 tasks, with what a case changes of it. */
export function seen(changes: Partial<ScalingSeen>): ScalingSeen {
  return {
    now: NOW,
    desired: 2,
    running: changes.desired ?? 2,
    load: { cpu: 0.6, memory: 0.8, p95Ms: 200 },
    deploying: false,
    alarms: [],
    remembered: BLANK,
    ...changes,
  };
}

export const LOW = { cpu: 0.2, memory: 0.3, p95Ms: 100 };
