import type { Limits, ProposalClass } from '../contract/proposal.ts';
import type { Tried } from './search.ts';

/** A field that a person set lately. */
export interface HumanEdit {
  readonly field: keyof Limits;
  readonly by: string;
  readonly at: string;
}

/**
 * The class of going from `before` to `after`. REDUCE: no number goes up. Of the others, the ones that are expected
 * to cost less are REBALANCE, the rest RAISE; people decide on both. A CPU target that goes up counts: it takes room away. Pure.
 *
 * | change                              | expected | class     |
 * |-------------------------------------|----------|-----------|
 * | 4 GB -> 2 GB                        | down     | REDUCE    |
 * | max 4 -> 6                          | up       | RAISE     |
 * | 1 vCPU x 2..4 -> 0.5 vCPU x 2..9    | down     | REBALANCE |
 */
export function classify(before: Tried, after: Tried): ProposalClass {
  const isUp = (['cpuUnits', 'memoryMiB', 'min', 'max', 'cpuTarget'] as const).some(
    (field) => after.limits[field] > before.limits[field],
  );
  const moreMoney =
    after.expectedMicroUsd > before.expectedMicroUsd || after.ceilingMicroUsd > before.ceilingMicroUsd;
  if (!isUp && !moreMoney) return 'REDUCE';
  return after.expectedMicroUsd < before.expectedMicroUsd ? 'REBALANCE' : 'RAISE';
}
