import type { Limits } from '../contract/proposal.ts';
import { FARGATE_MEMORY_MIB } from '../contract/task-size.ts';
import { clamp } from '../units.ts';
import type { Demand } from './demand.ts';
import { LIMIT_FIELDS, type LimitField } from './limits.ts';

/** Room above the most memory that was seen, and above the size a task was last killed at (spec, the nightly optimizer). */
export const MEMORY_ROOM = { ratio: 1.15, killRatio: 1.2, killMiB: 100 } as const;

/** Memory that grows day by day is given room for a week. */
const GROWTH_DAYS = 7;

/** CPU targets that are tried: near the present one, where tasks are neither idle nor close to overload. */
const TARGETS = { steps: [-0.1, -0.05, 0, 0.05, 0.1], low: 0.4, high: 0.7 } as const;

/** A service that keeps two tasks keeps them: one task is no redundancy. */
const REDUNDANT = 2;

const MOST_TASKS = 5_000;

/** A direction that a field may not take for a while, because going there made things worse. */
export interface Blocked {
  readonly field: LimitField;
  readonly direction: 'down' | 'up';
}

/**
 * The least memory that a task must have, in MiB.
 *
 * | most seen | killed at | growth a day | needs  |
 * |-----------|-----------|--------------|--------|
 * | 1,420     | -         | 0            | 1,633  |
 * | 900       | 1,024     | 0            | 1,329  |
 * | 1,000     | -         | 10           | 1,220  |
 */
export function memoryNeedMiB({ memoryMaxMiB, memoryGrowthMiBPerDay, lastKillMiB }: Demand): number {
  const used = MEMORY_ROOM.ratio * memoryMaxMiB + GROWTH_DAYS * memoryGrowthMiBPerDay;
  const killed = lastKillMiB === undefined ? 0 : MEMORY_ROOM.killRatio * lastKillMiB + MEMORY_ROOM.killMiB;
  return Math.max(used, killed);
}

/**
 * Every set of limits that is tried: legal Fargate sizes whose memory holds the need; CPU one step down, up to two
 * up; memory at most halved; the minimum one task down or up; the maximum a quarter down or up to twice; targets near
 * the present one. One step down a night is: the next smaller CPU, half the memory, one task of the minimum, a
 * quarter (at least one task) of the maximum. The present limits are not among them. Pure; always within what
 * Fargate, ECS and the contract allow.
 *
 * What is left out although it might win: memory above both the present one and the least that holds the need (it
 * could win only where memory, not CPU, makes the service grow), and jumps that later nights can make step by step.
 */
export function candidatesFor(
  before: Limits,
  { needMiB, blocked }: { readonly needMiB: number; readonly blocked: readonly Blocked[] },
): readonly Limits[] {
  const sizes = sizesNear(before, needMiB);
  const tried = sizes.flatMap((size) =>
    minsNear(before.min).flatMap((min) =>
      maxesNear(before.max)
        .filter((max) => max >= min)
        .flatMap((max) =>
          targetsNear(before.cpuTarget).map((cpuTarget) => ({ ...size, min, max, cpuTarget })),
        ),
    ),
  );
  return tried.filter((limits) => !isSame(before, limits) && !isBlocked(before, limits, blocked));
}

/** Whether going from `before` to `after` takes a direction that is blocked. */
export function isBlocked(before: Limits, after: Limits, blocked: readonly Blocked[]): boolean {
  return blocked.some(({ field, direction }) =>
    direction === 'down' ? after[field] < before[field] : after[field] > before[field],
  );
}

/** Sizes that may be chosen tonight: CPU one step down to two up, each with the memories that hold the need. */
export function sizesNear(
  before: Pick<Limits, 'cpuUnits' | 'memoryMiB'>,
  needMiB: number,
): readonly Pick<Limits, 'cpuUnits' | 'memoryMiB'>[] {
  const ladder = [...FARGATE_MEMORY_MIB.keys()];
  const at = ladder.indexOf(before.cpuUnits);
  const low = Math.max(needMiB, before.memoryMiB / 2);
  return ladder.slice(Math.max(0, at - 1), at + 3).flatMap((cpuUnits) => {
    const holding = (FARGATE_MEMORY_MIB.get(cpuUnits) ?? []).filter((memoryMiB) => memoryMiB >= low);
    const most = Math.max(holding[0] ?? 0, before.memoryMiB);
    return holding.filter((memoryMiB) => memoryMiB <= most).map((memoryMiB) => ({ cpuUnits, memoryMiB }));
  });
}

function minsNear(min: number): readonly number[] {
  const least = min >= REDUNDANT ? REDUNDANT : 1;
  return unique([min - 1, min, min + 1].map((value) => clamp(value, least, MOST_TASKS)));
}

/** The maximum one step down: a quarter, at least one task. */
export function maxOneDown(max: number): number {
  return Math.max(1, max - Math.max(1, Math.floor(max / 4)));
}

function maxesNear(max: number): readonly number[] {
  const up = [max + 1, max + 2, Math.ceil(max * 1.5), max * 2];
  return unique([maxOneDown(max), max, ...up].map((value) => clamp(value, 1, MOST_TASKS)));
}

function targetsNear(target: number): readonly number[] {
  const near = TARGETS.steps.map((step) => Math.round((target + step) * 100) / 100);
  return unique([target, ...near.filter((value) => value >= TARGETS.low && value <= TARGETS.high)]);
}

function isSame(a: Limits, b: Limits): boolean {
  return LIMIT_FIELDS.every((field) => a[field] === b[field]);
}

function unique(values: readonly number[]): readonly number[] {
  return [...new Set(values)];
}
