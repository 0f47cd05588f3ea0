import { withoutAllowance } from '../budget/envelope.ts';
import { ceilingMicroUsd, committedMax } from '../budget/service-cost.ts';
import type { Budget } from '../contract/money.ts';
import { clamp } from '../units.ts';
import type { Facts } from './facts.ts';
import type { Shape } from './shape.ts';

/** What the money of a Change is counted from. */
export interface MoneyBase {
  readonly before: Shape | undefined;
  readonly budget: Budget;
}

/**
 * What a Change's money is counted from. People approved a time box until an instant; a Change that takes its place
 * is counted as if the box had ended just before, bounds and money back, so that nothing that was approved for a
 * while becomes so for good. The budget keeps its version: it goes into the same write. Pure.
 */
export function moneyBase(facts: Facts, now: MoneyBase, after: Shape | undefined): MoneyBase {
  const { service } = facts;
  const box = service?.timeBox;
  if (!service || !box || !now.before || after?.until === box.until) return now;
  const bounds = box.revertTo;
  const { min, max } = bounds;
  const extra =
    ceilingMicroUsd(service.spec, committedMax(service), facts.prices) -
    ceilingMicroUsd(service.spec, max, facts.prices);
  const budget = withoutAllowance(now.budget, box.changeId);
  return {
    before: {
      ...now.before,
      bounds,
      until: undefined,
      returnsToMax: undefined,
      desiredCount: clamp(service.desiredCount, min, max),
    },
    budget: { ...budget, committedMicroUsd: Math.max(0, budget.committedMicroUsd - extra) },
  };
}
