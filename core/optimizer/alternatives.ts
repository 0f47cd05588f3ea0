import type { Limits, Proposal } from '../contract/proposal.ts';
import { FARGATE_MEMORY_MIB } from '../contract/task-size.ts';
import { formatUsd } from '../format.ts';
import { isBlocked, maxOneDown } from './candidates.ts';
import { sameLimits } from './limits.ts';
import { type Found, type SearchInput, type Tried, tryLimits, whyUnacceptable } from './search.ts';

type Alternative = Proposal['alternatives'][number];

/**
 * The two nearest other choices that were looked at, and why they were not taken: first the next smaller CPU, then
 * the neighbours in memory and tasks. Each is replayed in full. Pure.
 */
export function alternativesTo(input: SearchInput, found: Found, best: Tried): readonly Alternative[] {
  const others = [
    smallerCpu(input, best.limits),
    { ...best.limits, memoryMiB: nextMemory(best.limits, 1) },
    { ...best.limits, max: maxOneDown(best.limits.max) },
    { ...best.limits, memoryMiB: nextMemory(best.limits, -1) },
    { ...best.limits, max: best.limits.max + 1 },
  ];
  return others
    .filter(
      (limits) =>
        limits.max >= limits.min && !sameLimits(limits, best.limits) && !sameLimits(limits, input.before),
    )
    .slice(0, 2)
    .map((limits) => looked(input, { found, best, limits }));
}

function looked(
  input: SearchInput,
  { found, best, limits }: { readonly found: Found; readonly best: Tried; readonly limits: Limits },
): Alternative {
  const tried = tryLimits(input, limits);
  return {
    limits,
    expectedMicroUsd: tried.expectedMicroUsd,
    rejectedBecause: whyRejected(input, { found, best, tried }),
  };
}

function whyRejected(
  { before, needMiB, blocked }: SearchInput,
  { found, best, tried }: { readonly found: Found; readonly best: Tried; readonly tried: Tried },
): string {
  const unacceptable = whyUnacceptable(tried, found.standard, needMiB);
  if (unacceptable !== undefined) return unacceptable;
  if (isBlocked(before, tried.limits, blocked)) return 'this direction is blocked after a regression';
  const dearer = tried.expectedMicroUsd - best.expectedMicroUsd;
  if (dearer > 0) return `expected to cost ${formatUsd(dearer)} a month more`;
  const higher = tried.ceilingMicroUsd - best.ceilingMicroUsd;
  if (higher > 0) return `its ceiling is ${formatUsd(higher)} a month higher for the same expected cost`;
  return `one more change for ${formatUsd(-dearer)} a month, less than a change is worth, or a second step in one night`;
}

/** The next smaller CPU with the least memory beside it that is no more than halved. */
function smallerCpu({ needMiB }: SearchInput, limits: Limits): Limits {
  const ladder = [...FARGATE_MEMORY_MIB.keys()];
  const cpuUnits = ladder[ladder.indexOf(limits.cpuUnits) - 1];
  if (cpuUnits === undefined) return limits;
  const memories = FARGATE_MEMORY_MIB.get(cpuUnits) ?? [];
  const memoryMiB = memories.find((memory) => memory >= needMiB) ?? memories.at(-1) ?? limits.memoryMiB;
  return { ...limits, cpuUnits, memoryMiB };
}

function nextMemory({ cpuUnits, memoryMiB }: Limits, by: 1 | -1): number {
  const memories = FARGATE_MEMORY_MIB.get(cpuUnits) ?? [];
  return memories[memories.indexOf(memoryMiB) + by] ?? memoryMiB;
}
