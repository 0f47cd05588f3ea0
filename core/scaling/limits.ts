import type { ScalingMemory } from '../contract/service.ts';
import { secondsBetween } from '../units.ts';

/**
 * Over how long growth is limited, and by how much. Source: the amounts are the default scale-up policies of the
 * Kubernetes HPA, which grants them each 15 s; the window of 60 s is the specification's.
 */
export const GROWTH = { windowSec: 60, factor: 2, tasks: 4 } as const;

/** At most this share of the tasks, or one task, goes in one step. */
const SHRINK_RATIO = 0.25;

/**
 * The most tasks that a service may have now, for what it had a minute ago: twice as many, or four more.
 * Never below `desired`.
 *
 * | desired | added in the last 60 s | most now |
 * |---------|------------------------|----------|
 * | 2       | 0                      | 6        |
 * | 6       | 4                      | 6        |
 * | 20      | 0                      | 40       |
 * | 30      | 10                     | 40       |
 */
export function mostTasksNow(desired: number, recentOuts: ScalingMemory['recentOuts'], now: string): number {
  const added = outsInWindow(recentOuts, now).reduce((sum, out) => sum + out.added, 0);
  const before = Math.max(0, desired - added);
  return Math.max(desired, before * GROWTH.factor, before + GROWTH.tasks);
}

/** The scale-outs that still count against the limit on growth. */
export function outsInWindow(
  recentOuts: ScalingMemory['recentOuts'],
  now: string,
): NonNullable<ScalingMemory['recentOuts']> {
  return (recentOuts ?? []).filter((out) => secondsBetween(out.at, now) < GROWTH.windowSec);
}

/** The fewest tasks that one step in may leave: 75 % rounded up, or one fewer; 2 of 2 leaves 1, 8 leaves 6. */
export function fewestTasksNow(desired: number): number {
  return desired - Math.max(1, Math.floor(desired * SHRINK_RATIO));
}
