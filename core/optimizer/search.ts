import { unitMicroUsd } from '../budget/service-cost.ts';
import type { PriceTable } from '../contract/money.ts';
import type { Limits } from '../contract/proposal.ts';
import type { ServiceSpec } from '../contract/service-spec.ts';
import { type Blocked, candidatesFor, maxOneDown, sizesNear } from './candidates.ts';
import { ceilingOf, changedFields, type LimitField, sameLimits } from './limits.ts';
import { type ReplayOutcome, type ReplayStop, replay } from './replay.ts';
import { type TaskBound, TaskBounds } from './task-bound.ts';
import type { Track } from './track.ts';

/** Limits with what their replay found and what they would cost a month. */
export interface Tried {
  readonly limits: Limits;
  readonly outcome: ReplayOutcome;
  readonly expectedMicroUsd: number;
  readonly ceilingMicroUsd: number;
}

/** Everything that limits are chosen from. */
export interface SearchInput {
  readonly before: Limits;
  readonly spec: ServiceSpec;
  readonly track: Track;
  readonly prices: PriceTable;
  readonly needMiB: number;
  readonly blocked: readonly Blocked[];
}

/** What is not worth a change: less than a tenth, or than $5 a month (spec, the nightly optimizer). */
export const HYSTERESIS = { ratio: 0.1, microUsd: 5_000_000 } as const;

/** Overload that is put up with: half a per cent of the minutes replayed, 100 of 14 days. */
export const OVERLOAD_BUDGET = 0.005;

/** Up to this P95 CPU queues stay short; above it a candidate may not be busier than the service is today. */
export const BUSY_CPU = 0.6;

/** What a candidate is held to: today's replay, or the overload budget where today is worse than that. */
export interface Standard {
  readonly overloadMinutes: number;
  readonly cpuP95: number;
}

/** The best limits, or undefined where today's are best or the difference is not worth a change. */
export interface Found {
  readonly today: Tried;
  readonly standard: Standard;
  readonly best: Tried | undefined;
  /** True where today's limits are overloaded beyond the budget, or their memory does not hold the need. */
  readonly mustChange: boolean;
}

/**
 * Finds the limits with the least expected cost, then the lowest ceiling, then the fewest changes, among those no
 * worse on overload, busyness and memory than today's. Candidates are replayed cheapest possible outcome first, and the
 * search ends when no candidate left can be better than the best found, so that none that could win is skipped. A
 * field then goes back to what it was when its change alone is not worth it. Pure.
 */
export function searchLimits(input: SearchInput): Found {
  const { before, track } = input;
  const today = tryLimits(input, before);
  const budget = OVERLOAD_BUDGET * today.outcome.minutes;
  const isOverloaded = today.outcome.overloadMinutes > budget;
  const standard = {
    overloadMinutes: isOverloaded ? budget : today.outcome.overloadMinutes,
    cpuP95: Math.max(today.outcome.cpuP95, BUSY_CPU),
  };
  const mustChange = isOverloaded || before.memoryMiB < input.needMiB;
  if (track.vcpu.length === 0) return { today, standard, best: undefined, mustChange };
  const best = mustChange ? relief(input, { today, standard }) : saving(input, { today, standard });
  return { today, standard, best: best && !sameLimits(best.limits, before) ? best : undefined, mustChange };
}

/** What is done where today's limits do not do: the cheapest that does, else the largest step there is. */
function relief(input: SearchInput, against: Against): Tried | undefined {
  const { standard, today } = against;
  const found = cheapestOf(input, { standard, most: Number.POSITIVE_INFINITY });
  if (found) return simplify(input, found, against);
  return leastOverloaded(input, today);
}

/** What is cheaper than today by more than is worth a change. */
function saving(input: SearchInput, against: Against): Tried {
  const { standard, today } = against;
  const most = today.expectedMicroUsd - worthOf(today.expectedMicroUsd);
  const found = cheapestOf(input, { standard, most });
  return lowerCeiling(input, found ? simplify(input, found, against) : today, against);
}

/** The least saving that is worth a change of something that costs this much a month. */
export function worthOf(microUsd: number): number {
  return Math.max(HYSTERESIS.microUsd, HYSTERESIS.ratio * microUsd);
}

/** Replays limits and prices them. */
export function tryLimits(input: SearchInput, limits: Limits, stop?: ReplayStop): Tried {
  const { track, spec, prices } = input;
  const outcome = replay(track, limits, { spec, ...(stop && { stop }) });
  return {
    limits,
    outcome,
    expectedMicroUsd: Math.round(outcome.meanTasks * unitMicroUsd(limits, prices)),
    ceilingMicroUsd: ceilingOf(limits, prices),
  };
}

/** Why tried limits are not acceptable, in plain words; undefined when they are. */
export function whyUnacceptable(tried: Tried, standard: Standard, needMiB: number): string | undefined {
  const { limits, outcome } = tried;
  if (limits.memoryMiB < needMiB)
    return `${limits.memoryMiB} MiB do not hold the ${Math.ceil(needMiB)} MiB that a task needs`;
  if (outcome.overloadMinutes > standard.overloadMinutes)
    return `${Math.round(outcome.overloadMinutes)} overload minutes in the replay, against ${Math.round(standard.overloadMinutes)} allowed`;
  if (outcome.cpuP95 > standard.cpuP95)
    return `tasks would be at ${Math.round(outcome.cpuP95 * 100)} % CPU (P95), against ${Math.round(standard.cpuP95 * 100)} % allowed`;
  return undefined;
}

/** A candidate with the best that it could turn out to be. */
interface Ranked {
  readonly limits: Limits;
  readonly least: Key;
  readonly unitMicroUsd: number;
}

/** What is compared, in this order: expected cost, ceiling, number of changes. */
type Key = readonly [number, number, number];

function cheapestOf(
  input: SearchInput,
  { standard, most }: { readonly standard: Standard; readonly most: number },
): Tried | undefined {
  let best: Tried | undefined;
  let bestKey: Key = [most, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { limits, least, unitMicroUsd: unit } of rankedCandidates(input, standard, most)) {
    if (!isLess(least, bestKey)) break;
    const tried = tryLimits(input, limits, {
      meanTasks: bestKey[0] / unit + 1e-9,
      overloadMinutes: standard.overloadMinutes,
    });
    const key = keyOf(input, tried);
    const isBetter = tried.outcome.complete && isLess(key, bestKey);
    if (!isBetter || whyUnacceptable(tried, standard, input.needMiB) !== undefined) continue;
    [best, bestKey] = [tried, key];
  }
  return best;
}

function rankedCandidates(input: SearchInput, standard: Standard, most: number): readonly Ranked[] {
  const { before, track, spec, prices } = input;
  const bounds = new TaskBounds(track, spec);
  const known = new Map<string, TaskBound>();
  const ranked: Ranked[] = [];
  for (const limits of candidatesFor(before, input)) {
    const unit = unitMicroUsd(limits, prices);
    if (limits.min * unit > most) continue;
    const key = `${limits.cpuUnits}/${limits.min}/${limits.max}/${limits.cpuTarget}`;
    const bound = known.get(key) ?? bounds.of(limits);
    known.set(key, bound);
    if (bound.overloadMinutes > standard.overloadMinutes || bound.meanTasks * unit > most) continue;
    const least: Key = [
      Math.floor(bound.meanTasks * unit),
      ceilingOf(limits, prices),
      changedFields(before, limits).length,
    ];
    ranked.push({ limits, least, unitMicroUsd: unit });
  }
  return ranked.sort((a, b) => (isLess(a.least, b.least) ? -1 : isLess(b.least, a.least) ? 1 : 0));
}

function keyOf({ before }: SearchInput, { limits, expectedMicroUsd, ceilingMicroUsd }: Tried): Key {
  return [expectedMicroUsd, ceilingMicroUsd, changedFields(before, limits).length];
}

function isLess(a: Key, b: Key): boolean {
  for (const i of [0, 1, 2] as const) if (a[i] !== b[i]) return a[i] < b[i];
  return false;
}

/** Where nothing near is good enough: the largest step that is allowed, if it halves the overload. */
function leastOverloaded(input: SearchInput, today: Tried): Tried | undefined {
  const { before, needMiB, blocked } = input;
  const options = candidatesFor(before, { needMiB, blocked }).filter(
    ({ min, cpuTarget }) => min === before.min && cpuTarget === before.cpuTarget,
  );
  const capacity = ({ cpuUnits, max, memoryMiB }: Limits) => cpuUnits * max - memoryMiB / 1e6;
  const [largest] = options.toSorted((a, b) => capacity(b) - capacity(a));
  if (!largest) return undefined;
  const tried = tryLimits(input, largest);
  return tried.outcome.overloadMinutes <= today.outcome.overloadMinutes / 2 ? tried : undefined;
}

interface Against {
  readonly today: Tried;
  readonly standard: Standard;
}

/** Fields whose change is least dear to people, undone first. */
const UNDO_ORDER: readonly LimitField[] = ['cpuTarget', 'max', 'min', 'cpuUnits', 'memoryMiB'];

/** Each changed field goes back to what it was where that costs less than a change is worth. */
function simplify(input: SearchInput, best: Tried, against: Against): Tried {
  return UNDO_ORDER.reduce((now, field) => {
    const limits = withFieldBack(input, now.limits, field);
    if (!limits || sameLimits(limits, now.limits) || sameLimits(limits, input.before)) return now;
    const most = now.expectedMicroUsd + worthOf(against.today.expectedMicroUsd);
    const meanTasks = most / unitMicroUsd(limits, input.prices);
    const tried = tryLimits(input, limits, { meanTasks, overloadMinutes: against.standard.overloadMinutes });
    if (!tried.outcome.complete) return now;
    if (whyUnacceptable(tried, against.standard, input.needMiB) !== undefined) return now;
    const loss = tried.expectedMicroUsd - now.expectedMicroUsd;
    return loss < worthOf(against.today.expectedMicroUsd) ? tried : now;
  }, best);
}

/** CPU goes back with the least memory that is legal beside it; undefined where that cannot be. */
function withFieldBack({ before, needMiB }: SearchInput, now: Limits, field: LimitField): Limits | undefined {
  const back = { ...now, [field]: before[field] };
  if (back.min > back.max) return undefined;
  const memories = sizesNear(before, needMiB).filter(({ cpuUnits }) => cpuUnits === back.cpuUnits);
  if (memories.some(({ memoryMiB }) => memoryMiB === back.memoryMiB)) return back;
  const [first] = memories;
  return field === 'cpuUnits' && first ? { ...back, ...first } : undefined;
}

/** A maximum that was never needed goes a step down: it saves nothing, but its money is free for others. */
function lowerCeiling(input: SearchInput, now: Tried, { today, standard }: Against): Tried {
  const max = maxOneDown(now.limits.max);
  const limits = { ...now.limits, max };
  const isLegal = max >= limits.min && now.limits.max === input.before.max;
  if (!isLegal || input.blocked.some(({ field, direction }) => field === 'max' && direction === 'down'))
    return now;
  const freed = now.ceilingMicroUsd - ceilingOf(limits, input.prices);
  if (freed < worthOf(today.ceilingMicroUsd)) return now;
  const tried = tryLimits(input, limits);
  const isWorse =
    tried.outcome.atMaxMinutes > today.outcome.atMaxMinutes || tried.expectedMicroUsd > now.expectedMicroUsd;
  return isWorse || whyUnacceptable(tried, standard, input.needMiB) !== undefined ? now : tried;
}
