import { ScalingSpec, Strategy } from '../../core/contract/service-spec.ts';
import { fullTime } from './time.ts';
import { percent, plainValue, strategyWords } from './words.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A value of a diff as people read it; what has no words of its own is written out plainly. */
export function fieldValue(path: string, value: unknown): string {
  if (path === 'strategy') {
    const strategy = Strategy.safeParse(value);
    if (strategy.success) return strategyWords(strategy.data);
  }
  if (path === 'scaling') {
    const scaling = ScalingSpec.safeParse(value);
    if (scaling.success) return scalingWords(scaling.data);
  }
  if (typeof value === 'string' && INSTANT.test(value)) return fullTime(Date.parse(value));
  return plainValue(value);
}

/** Targets and cooldowns in one line. */
export function scalingWords({ targets, cooldowns }: ScalingSpec): string {
  return `CPU ${percent(targets.cpu)}, memory ${percent(targets.memory)}, p95 ${targets.p95Ms} ms; wait ${cooldowns.outSec} s out, ${cooldowns.inSec} s in`;
}
