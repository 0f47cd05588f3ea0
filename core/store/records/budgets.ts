import { Budget } from '../../contract/money.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern        | how                          |
 * |-----------------------|------------------------------|
 * | a budget by program   | get `BUDGET#scope` / `CURRENT` |
 * | all budgets by name   | gsi1 `BUDGETS` / scope         |
 */
export const Budgets: RecordType<Budget, string> = {
  name: 'budget',
  schema: Budget,
  key: (scope) => ({ pk: `BUDGET#${scope}`, sk: 'CURRENT' }),
  idOf: (budget) => budget.scope,
  gsi1: ({ scope }) => ({ pk: 'BUDGETS', sk: scope }),
};

/** Every budget, by program. */
export const allBudgets = {
  index: 'gsi1',
  pk: 'BUDGETS',
  order: 'ascending',
} as const satisfies Partial<Query>;
