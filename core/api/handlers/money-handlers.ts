import type { ROUTES } from '../../contract/routes.ts';
import type { Ports } from '../../ports.ts';
import { allBudgets, Budgets } from '../../store/records/budgets.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { mustFindBudget } from '../must-find.ts';
import { recordPage } from '../record-page.ts';
import { budgetViewOf } from '../views/budget-views.ts';
import { askChange } from './ask-change.ts';

type MoneyHandler<N extends keyof typeof ROUTES, P = Ports> = Handler<(typeof ROUTES)[N], P>;

const MICRO_USD = 1_000_000;

/** `GET /budgets`. */
export const listBudgets: MoneyHandler<'listBudgets', TablePorts> = async (ports, { query }) => {
  const page = await recordPage(ports.store, { type: Budgets, order: allBudgets }, query);
  const items = await Promise.all(page.items.map((budget) => budgetViewOf(ports, budget)));
  return { body: { ...page, items } };
};

/** `GET /budgets/{name}`. */
export const getBudget: MoneyHandler<'getBudget', TablePorts> = async (ports, { params }) => {
  const budget = await mustFindBudget(ports.store, params.name);
  return { body: await budgetViewOf(ports, budget), version: budget.version };
};

/** `PUT /budgets/{name}`. Dollars become whole micro-dollars here, once. */
export const setBudget: MoneyHandler<'setBudget'> = (ports, call) => {
  const { monthlyUsd, softRatio, hardRatio, reason } = call.body;
  const monthlyMicroUsd = Math.round(monthlyUsd * MICRO_USD);
  return askChange(ports, call, {
    target: { kind: 'budget', name: call.params.name },
    intent: { kind: 'budget', monthlyMicroUsd, softRatio, hardRatio },
    reason,
  });
};

/** `GET /prices`. */
export const getPrices: MoneyHandler<'getPrices', TablePorts> = async ({ prices }) => ({
  body: prices.current(),
});
