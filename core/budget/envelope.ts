import type { Allowance, Budget } from '../contract/money.ts';

/** What may be committed: the monthly budget at its hard limit, and every standing allowance above it. */
export function approvedMicroUsd(budget: Budget): number {
  const allowed = budget.allowances.reduce((sum, allowance) => sum + allowance.amountMicroUsd, 0);
  return Math.round(budget.monthlyMicroUsd * budget.hardRatio) + allowed;
}

/** The budget after the sum of ceilings moved by `deltaMicroUsd`. */
export function recommit(budget: Budget, deltaMicroUsd: number, at: string): Budget {
  return {
    ...budget,
    committedMicroUsd: Math.max(0, budget.committedMicroUsd + deltaMicroUsd),
    updatedAt: at,
    version: budget.version + 1,
  };
}

/** `budget` with `allowance` standing above it. Keeps the version: it goes into the same write as a recommit. */
export function withAllowance(budget: Budget, allowance: Allowance): Budget {
  return { ...budget, allowances: [...budget.allowances, allowance] };
}

/** `budget` without what the Change was allowed. Keeps the version. */
export function withoutAllowance(budget: Budget, changeId: string): Budget {
  return { ...budget, allowances: budget.allowances.filter((allowance) => allowance.changeId !== changeId) };
}

/**
 * The budget after `service` took back what it had been approved before: what other services have been given meanwhile
 * stands beside it, so the envelope is widened by whatever is missing. Keeps to the end of the time box, where one runs.
 */
export function takeBack(
  budget: Budget,
  of: {
    readonly allowance: Omit<Allowance, 'amountMicroUsd'>;
    readonly deltaMicroUsd: number;
    readonly at: string;
  },
): Budget {
  const moved = recommit(budget, of.deltaMicroUsd, of.at);
  const amountMicroUsd = overshootMicroUsd(budget, of.deltaMicroUsd);
  return amountMicroUsd > 0 ? withAllowance(moved, { ...of.allowance, amountMicroUsd }) : moved;
}

/**
 * By how much the commitments would stand above what is approved once they moved by `deltaMicroUsd`.
 * This, not the whole raise, is what an approval adds to the envelope.
 */
export function overshootMicroUsd(budget: Budget, deltaMicroUsd: number): number {
  return Math.max(0, budget.committedMicroUsd + deltaMicroUsd - approvedMicroUsd(budget));
}

/** `budget` after `service` gave back `microUsd` a month: its oldest allowances shrink first. Keeps the version. */
export function releaseAllowances(budget: Budget, service: string, microUsd: number): Budget {
  let left = microUsd;
  const allowances = budget.allowances.map((allowance) => {
    if (allowance.service !== service) return allowance;
    const released = Math.min(left, allowance.amountMicroUsd);
    left -= released;
    return { ...allowance, amountMicroUsd: allowance.amountMicroUsd - released };
  });
  return { ...budget, allowances: allowances.filter(({ amountMicroUsd }) => amountMicroUsd > 0) };
}
