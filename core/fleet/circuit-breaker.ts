import type { RollOut } from './compute.ts';

/**
 * When the platform itself gives a rollout up (spec, services): two failed tasks for a small service, half of the
 * tasks for a larger one; a task that once was healthy does not reset the count.
 *
 * | desired | type            | threshold |
 * | 4       | COUNT           | 2         |
 * | 5       | BOUNDED_PERCENT | 50        |
 */
export function circuitBreakerFor(desired: number): RollOut['circuitBreaker'] {
  return desired <= 4
    ? { thresholdType: 'COUNT', threshold: 2, resetOnHealthyTask: false }
    : { thresholdType: 'BOUNDED_PERCENT', threshold: 50, resetOnHealthyTask: false };
}
