import { unitMicroUsd } from '../budget/service-cost.ts';
import type { CostDelta, PriceTable } from '../contract/money.ts';
import type { Limits, Proposal } from '../contract/proposal.ts';
import { FARGATE_MEMORY_MIB } from '../contract/task-size.ts';
import { formatInstant, formatPercent, formatUsd, formatUsdDelta, plural } from '../format.ts';
import { MEMORY_ROOM } from './candidates.ts';
import type { Demand } from './demand.ts';
import { changedFields, limitsInWords, sizeInWords } from './limits.ts';
import type { Found, Tried } from './search.ts';

/** How an applied proposal is verified (spec, the nightly optimizer). */
export const VERIFICATION =
  'For 24 hours after it is applied: if P95 CPU passes 80 %, a task is killed for want of memory, p95 response time rises by 10 % or the share of 5xx answers rises against the same hours of the day before, it is undone and this direction is blocked for 14 days.';

/** The words of a proposal that changes nothing. */
export const NO_CHANGE_WORDS = {
  verification: 'Nothing is applied, so nothing is verified.',
  undo: 'Nothing is applied, so nothing is to be undone.',
} as const;

/** How to go back by hand. */
export function undoInWords(before: Limits): string {
  return `Roll back to the revision before, or set ${limitsInWords(before)} again; a failed verification does so by itself.`;
}

/** What an explanation is made of. Every number in it was computed. */
export interface Explained {
  readonly draft: Pick<
    Proposal,
    'before' | 'after' | 'cost' | 'evidence' | 'bindingConstraint' | 'alternatives' | 'verification' | 'undo'
  >;
  readonly demand: Demand;
  readonly found: Found;
  readonly best: Tried;
  readonly needMiB: number;
  readonly prices: PriceTable;
  readonly conflict: string | undefined;
}

/** A proposal in plain words: change, money, evidence, constraint, alternatives, verification, undo. Pure. */
export function explain(of: Explained): readonly string[] {
  const { draft, conflict } = of;
  return [
    ...(conflict ? [conflict] : []),
    changeSentence(of),
    moneySentence(draft.cost),
    evidenceSentence(of),
    replaySentence(of),
    `What keeps it from being cheaper: ${draft.bindingConstraint}.`,
    ...draft.alternatives.map(
      ({ limits, expectedMicroUsd, rejectedBecause }) =>
        `Not taken: ${limitsInWords(limits)} at ${formatUsd(expectedMicroUsd)} a month, because: ${rejectedBecause}.`,
    ),
    draft.verification,
    draft.undo,
  ];
}

function changeSentence({ draft: { before, after }, prices }: Explained): string {
  const units = [before, after].map((limits) => formatUsd(unitMicroUsd(limits, prices)));
  const changed = changedFields(before, after).map(
    (field) => `${FIELD_WORDS[field]} ${before[field]} -> ${after[field]}`,
  );
  return `${sizeInWords(before)} -> ${sizeInWords(after)}, ${units[0]} -> ${units[1]} a task a month; changed: ${changed.join(', ')}.`;
}

const FIELD_WORDS: Readonly<Record<keyof Limits, string>> = {
  cpuUnits: 'CPU units',
  memoryMiB: 'memory (MiB)',
  min: 'minimum tasks',
  max: 'maximum tasks',
  cpuTarget: 'CPU target',
};

function moneySentence({ floor, expected, ceiling }: Proposal['cost']): string {
  const part = (name: string, { beforeMicroUsd, afterMicroUsd, deltaMicroUsd }: CostDelta) =>
    `${name} ${formatUsd(beforeMicroUsd)} -> ${formatUsd(afterMicroUsd)} (${formatUsdDelta(deltaMicroUsd)})`;
  return `A month, compute only: ${part('floor', floor)}, ${part('expected', expected)}, ${part('ceiling', ceiling)}.`;
}

function evidenceSentence({ demand, draft: { evidence }, needMiB, best }: Explained): string {
  const { from, to, samples, cpuP50 = 0, cpuP95 = 0, memoryMaxMiB = 0, peakAt, outOfMemoryKills } = evidence;
  const growth =
    demand.memoryGrowthMiBPerDay >= 1
      ? `, growing by ${Math.round(demand.memoryGrowthMiBPerDay)} MiB a day`
      : '';
  return [
    `Seen in ${plural(samples, 'sample')} of 5 minutes`,
    from && to ? ` from ${formatInstant(from)} to ${formatInstant(to)}` : '',
    `: CPU ${formatPercent(cpuP50)} (P50) and ${formatPercent(cpuP95)} (P95)`,
    `, memory at most ${memoryMaxMiB} of ${best.limits.memoryMiB} MiB to come${growth}`,
    ` (needs ${Math.ceil(needMiB)} MiB with ${formatPercent(MEMORY_ROOM.ratio - 1)} room)`,
    `, ${plural(outOfMemoryKills, 'task')} killed for want of memory`,
    peakAt ? `, busiest ${formatInstant(peakAt)}.` : '.',
  ].join('');
}

function replaySentence({ found, best, draft: { evidence } }: Explained): string {
  const { today } = found;
  const method = evidence.forecastMethod
    ? ` and the peak day that ${evidence.forecastMethod} forecasts (${evidence.forecastPeakVcpu} vCPU)`
    : '';
  const minutes = (one: Tried) => plural(Math.round(one.outcome.overloadMinutes), 'overload minute');
  const tasks = (one: Tried) => one.outcome.meanTasks.toFixed(2);
  return `The scaling rule replayed over this${method}: ${minutes(today)} before, ${minutes(best)} after; ${tasks(today)} tasks on average before, ${tasks(best)} after.`;
}

/** What kept the proposal from being cheaper still: memory that cannot go lower, and why the CPU stays. Pure. */
export function bindingConstraint({
  demand,
  needMiB,
  best: { limits },
  alternatives,
}: {
  readonly demand: Demand;
  readonly needMiB: number;
  readonly best: Tried;
  readonly alternatives: Proposal['alternatives'];
}): string {
  const memories = FARGATE_MEMORY_MIB.get(limits.cpuUnits) ?? [];
  const next = memories[memories.indexOf(limits.memoryMiB) - 1];
  const need = `${MEMORY_ROOM.ratio} x ${Math.round(demand.memoryMaxMiB)} MiB = ${Math.ceil(needMiB)} MiB`;
  const memory =
    next === undefined
      ? `${limits.memoryMiB} MiB is the least memory that Fargate has with ${limits.cpuUnits / 1_024} vCPU (needed: ${need})`
      : next < needMiB
        ? `the next smaller memory, ${next} MiB, does not hold ${need}`
        : `memory is at most halved in one night`;
  const smaller = alternatives.find((other) => other.limits.cpuUnits < limits.cpuUnits);
  return smaller ? `${memory}; ${smaller.limits.cpuUnits / 1_024} vCPU: ${smaller.rejectedBecause}` : memory;
}
