import { Change, DryRunQuery } from '../change.ts';
import { BudgetView, PriceTable, SetBudget } from '../money.ts';
import { PageQuery, pageOf } from '../primitives.ts';
import { byName, type Route, read } from './route.ts';

/** Routes of budgets and prices. */
export const moneyRoutes = {
  listBudgets: {
    ...read,
    method: 'GET',
    path: '/budgets',
    summary: 'List budgets with what is committed, running and spent',
    query: PageQuery,
    result: pageOf(BudgetView),
    tag: 'budgets',
  },
  getBudget: {
    ...read,
    method: 'GET',
    path: '/budgets/{name}',
    summary: 'One budget',
    params: byName,
    result: BudgetView,
    tag: 'budgets',
  },
  setBudget: {
    permission: 'budget:change',
    success: 202,
    method: 'PUT',
    path: '/budgets/{name}',
    summary: 'Set the monthly budget of a program; a raise waits for approval',
    params: byName,
    query: DryRunQuery,
    body: SetBudget,
    result: Change,
    ifMatch: true,
    tag: 'budgets',
  },
  getPrices: {
    ...read,
    method: 'GET',
    path: '/prices',
    summary: 'The price table in force',
    result: PriceTable,
    tag: 'budgets',
  },
} as const satisfies Record<string, Route>;
