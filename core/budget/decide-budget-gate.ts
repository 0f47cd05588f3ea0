import type { Plan, QuorumPart } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import { formatUsd } from '../format.ts';
import { approvedMicroUsd, overshootMicroUsd } from './envelope.ts';

/** Up to this much, or this share of the monthly budget, one approver is enough (spec, money and the budget gate). */
const SMALL_RAISE = { microUsd: 50_000_000, ratio: 0.1 } as const;

/** The groups asked for money, in the order they are asked. */
export const MONEY_GROUPS = ['program', 'finance'] as const;

/** What the budget says of a Change that moves the ceiling by `deltaMicroUsd` a month. Pure. */
export function decideBudgetGate(budget: Budget, deltaMicroUsd: number): Plan['budget'] {
  return {
    scope: budget.scope,
    verdict: verdictOf(budget, deltaMicroUsd),
    approvedMicroUsd: approvedMicroUsd(budget),
    committedBeforeMicroUsd: budget.committedMicroUsd,
    committedAfterMicroUsd: Math.max(0, budget.committedMicroUsd + deltaMicroUsd),
  };
}

function verdictOf(budget: Budget, deltaMicroUsd: number): Plan['budget']['verdict'] {
  if (deltaMicroUsd <= 0) return 'no raise';
  return overshootMicroUsd(budget, deltaMicroUsd) > 0 ? 'exceeds' : 'fits';
}

/**
 * Who must agree to `deltaMicroUsd` more a month.
 *
 * | raise                                  | quorum                          |
 * | at most $50, or 10 % of the budget     | one of `program`                |
 * | more                                   | one of `program`, one of `finance` |
 */
export function moneyQuorum(monthlyMicroUsd: number, deltaMicroUsd: number): readonly QuorumPart[] {
  const small = deltaMicroUsd <= SMALL_RAISE.microUsd || deltaMicroUsd <= monthlyMicroUsd * SMALL_RAISE.ratio;
  const groups = small ? MONEY_GROUPS.slice(0, 1) : MONEY_GROUPS;
  return groups.map((group) => ({ group, min: 1 }));
}

/** Says in plain words why the money needs approval. */
export function whyMoneyNeedsApproval(budget: Budget, deltaMicroUsd: number): string {
  const after = formatUsd(budget.committedMicroUsd + deltaMicroUsd);
  return `It would commit ${after} a month of ${formatUsd(approvedMicroUsd(budget))} approved for ${budget.scope}.`;
}
