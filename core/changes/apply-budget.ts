import { overshootMicroUsd, recommit, releaseAllowances, withAllowance } from '../budget/envelope.ts';
import type { Change } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import type { Facts } from './facts.ts';
import { budgetOf, type Draft } from './plan-change.ts';

/** The budget after the Change: the new limit, or the moved commitment. Undefined when it does not move. Pure. */
export function budgetAfter(change: Change, facts: Facts, draft: Draft): Budget | undefined {
  if (change.intent.kind === 'budget') return budgetSet(change, facts);
  if (!facts.budget) return undefined;
  const { deltaMicroUsd } = draft.cost.ceiling;
  const budget = draft.budgetBefore;
  if (deltaMicroUsd === 0 && budget === facts.budget) return undefined;
  const moved = recommit(budget, deltaMicroUsd, facts.at);
  if (deltaMicroUsd < 0) return releaseAllowances(moved, change.target.name, -deltaMicroUsd);
  const amountMicroUsd = overshootMicroUsd(budget, deltaMicroUsd);
  if (amountMicroUsd === 0) return moved;
  const until = draft.after?.until;
  return withAllowance(moved, { changeId: change.id, service: change.target.name, amountMicroUsd, until });
}

function budgetSet({ intent }: Change, facts: Facts): Budget | undefined {
  if (intent.kind !== 'budget') return undefined;
  const { monthlyMicroUsd, softRatio, hardRatio } = intent;
  const now = recommit(budgetOf(facts), 0, facts.at);
  return { ...now, monthlyMicroUsd, softRatio, hardRatio };
}
