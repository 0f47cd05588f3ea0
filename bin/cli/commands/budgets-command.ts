import { Command, InvalidArgumentError } from 'commander';
import { ApiProblem } from '../../../client/api-problem.ts';
import type { BudgetView } from '../../../core/contract/money.ts';
import { formatUsd } from '../../../core/format.ts';
import { type ChangeFlags, extrasOf, runChange, withChangeFlags } from '../change-command.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { paintState } from '../text/style.ts';
import { type Column, facts } from '../text/table.ts';
import { instantText } from '../text/words.ts';

interface SetFlags extends ChangeFlags {
  readonly soft?: number;
  readonly hard?: number;
  readonly reason?: string;
}

/** `hms budgets`: the money of each program. */
export function budgetsCommand(shell: Shell): Command {
  return new Command('budgets')
    .description('the money of each program')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(setCommand(shell));
}

const COLUMNS: readonly Column<BudgetView>[] = [
  { title: 'Program', of: ({ scope }) => scope },
  { title: 'State', of: ({ state }) => state, state: true },
  { title: 'Budget/month', of: ({ monthlyMicroUsd }) => formatUsd(monthlyMicroUsd), right: true },
  { title: 'Committed', of: ({ committedMicroUsd }) => formatUsd(committedMicroUsd), right: true },
  { title: 'As it runs', of: ({ runRateMicroUsd }) => formatUsd(runRateMicroUsd), right: true },
  { title: 'Spent', of: ({ spentMicroUsd }) => formatUsd(spentMicroUsd), right: true },
  { title: 'Forecast', of: ({ forecastMicroUsd }) => formatUsd(forecastMicroUsd), right: true },
];

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('budgets with what is committed, running and spent; compute only')
    .action(
      shell.does((session: Session, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.listBudgets({ query }),
          columns: COLUMNS,
          empty: 'There are no budgets yet. Set one: hms budgets set PROGRAM USD',
        }),
      ),
    );
}

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one budget')
    .argument('<program>', 'whose budget')
    .action(
      shell.does(async (session: Session, name: string) => {
        const budget = await session.api.getBudget({ params: { name } });
        session.data(budget, () => budgetText(budget, session));
      }),
    );
}

function budgetText(budget: BudgetView, { paint, io: { timeZone } }: Session): string {
  const { allowances, softRatio, hardRatio } = budget;
  return facts(
    [
      ['Program', budget.scope],
      ['State', `${paintState(paint, budget.state)}  ${budget.note}`],
      [
        'Budget',
        `${formatUsd(budget.monthlyMicroUsd)} a month, soft ${softRatio * 100} %, hard ${hardRatio * 100} %`,
      ],
      ['Approved', formatUsd(budget.approvedMicroUsd)],
      ['Committed', `${formatUsd(budget.committedMicroUsd)} (sum of the ceilings)`],
      ['As it runs', `${formatUsd(budget.runRateMicroUsd)} a month`],
      [
        'Spent',
        `${formatUsd(budget.spentMicroUsd)} this month, ${formatUsd(budget.forecastMicroUsd)} by its end`,
      ],
      ...allowances.map(({ service, amountMicroUsd, until }): readonly [string, string] => [
        'Allowance',
        `${formatUsd(amountMicroUsd)} for ${service}${until ? `, until ${instantText(until, timeZone)}` : ''}`,
      ]),
    ],
    paint,
  );
}

function setCommand(shell: Shell): Command {
  return withChangeFlags(new Command('set'))
    .description('set the monthly budget of a program; a raise waits for approval')
    .argument('<program>', 'whose budget')
    .argument('<usd>', 'US dollars a month', dollars)
    .option('--soft <ratio>', 'share at which it warns, 0.1 to 1', dollars)
    .option('--hard <ratio>', 'share at which people must approve, 0.1 to 1', dollars)
    .option('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(async (session: Session, name: string, monthlyUsd: number, flags: SetFlags) => {
        const { soft, hard, reason } = { ...(await ratiosOf(session, name)), ...flags };
        const body = {
          monthlyUsd,
          ...(soft !== undefined && { softRatio: soft }),
          ...(hard !== undefined && { hardRatio: hard }),
          ...(reason !== undefined && { reason }),
        };
        const call = { params: { name }, body, ...extrasOf(flags) };
        return runChange(session, (query) => session.api.setBudget({ ...call, query }), flags);
      }),
    );
}

/** What is not named stays as it is. */
async function ratiosOf({ api }: Session, name: string): Promise<Pick<SetFlags, 'soft' | 'hard'>> {
  try {
    const { softRatio, hardRatio } = await api.getBudget({ params: { name } });
    return { soft: softRatio, hard: hardRatio };
  } catch (error) {
    if (ApiProblem.is(error, 'budget.not_found')) return {};
    throw error;
  }
}

function dollars(text: string): number {
  const amount = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && Number.isFinite(amount) && amount >= 0) return amount;
  throw new InvalidArgumentError('It must be a number from 0, for example 250 or 0.8.');
}
