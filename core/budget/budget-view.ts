import type { Budget, BudgetView, PriceTable } from '../contract/money.ts';
import type { Service } from '../contract/service.ts';
import { MS } from '../units.ts';
import { approvedMicroUsd } from './envelope.ts';
import { unitMicroUsd } from './service-cost.ts';

/** What a budget is read with: the services of its program, the prices, and now. */
export interface BudgetFacts {
  readonly services: readonly Service[];
  readonly prices: PriceTable;
  readonly now: string;
}

/**
 * A budget as a person reads it. `spent` is an estimate: the present run rate over the part of the month gone by
 * (from the later of the month's begin and each service's creation); `forecast` adds the rest of the month at it.
 */
export function budgetView(budget: Budget, facts: BudgetFacts): BudgetView {
  const running = facts.services.map((service) => ({ service, rate: runRate(service, facts.prices) }));
  const spent = running.reduce((sum, { service, rate }) => sum + rate * shareGone(service, facts.now), 0);
  const runRateMicroUsd = running.reduce((sum, { rate }) => sum + rate, 0);
  return {
    ...budget,
    approvedMicroUsd: approvedMicroUsd(budget),
    runRateMicroUsd,
    spentMicroUsd: Math.round(spent),
    forecastMicroUsd: Math.round(spent + runRateMicroUsd * (1 - monthGone(facts.now))),
    state: stateOf(budget),
    note: 'compute only; spent and forecast are estimated from what runs now',
  };
}

function runRate(service: Service, prices: PriceTable): number {
  return (service.observed?.running ?? 0) * unitMicroUsd(service.spec, prices);
}

function stateOf(budget: Budget): BudgetView['state'] {
  if (budget.committedMicroUsd > budget.monthlyMicroUsd * budget.hardRatio) return 'hard limit passed';
  return budget.committedMicroUsd > budget.monthlyMicroUsd * budget.softRatio
    ? 'soft limit passed'
    : 'within';
}

function monthStart(now: string): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function monthLength(now: string): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - monthStart(now);
}

function monthGone(now: string): number {
  return (Date.parse(now) - monthStart(now)) / monthLength(now);
}

function shareGone(service: Service, now: string): number {
  const from = Math.max(monthStart(now), Date.parse(service.createdAt));
  return Math.max(0, Date.parse(now) - from) / Math.max(MS.day, monthLength(now));
}
