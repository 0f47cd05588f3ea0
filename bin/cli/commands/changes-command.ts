import { Command } from 'commander';
import type { Change } from '../../../core/contract/change.ts';
import { reportChange, withWaitFlags, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import type { WaitFlags } from '../follow.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { changeText } from '../text/change-text.ts';
import { planText } from '../text/plan-text.ts';
import type { Column } from '../text/table.ts';
import { changeTitle, clipped, instantText, moneyDelta } from '../text/words.ts';

interface ChangeListFlags extends ListFlags {
  readonly open?: boolean;
  readonly service?: string;
}

interface CancelFlags {
  readonly yes?: boolean;
  readonly reason: string;
}

const WHICH = 'its id';

/** `hms changes`: everything that was asked for, and how it went. */
export function changesCommand(shell: Shell): Command {
  return new Command('changes')
    .description('everything that was asked for, and how it went')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(waitCommand(shell))
    .addCommand(cancelCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('changes, newest first')
    .option('--open', 'only those that have not ended')
    .option('--service <name>', 'only those about one service')
    .action(
      shell.does((session: Session, flags: ChangeListFlags) => {
        const { service } = flags;
        const status = flags.open ? 'open' : 'all';
        const more = { status, ...(service !== undefined && { service }) } as const;
        return showList(session, flags, {
          page: (query) => session.api.listChanges({ query: { ...query, ...more } }),
          columns: columns(session.io.timeZone),
          empty: 'There are no changes.',
        });
      }),
    );
}

function columns(timeZone: string): readonly Column<Change>[] {
  return [
    { title: 'Change', of: ({ id }) => id },
    { title: 'Status', of: ({ status }) => status, state: true },
    { title: 'Kind', of: ({ kind }) => kind },
    { title: 'Target', of: ({ target }) => target.name },
    { title: 'Ceiling/month', of: ({ plan }) => moneyDelta(plan.cost.ceiling.deltaMicroUsd), right: true },
    { title: 'By', of: ({ requestedBy }) => requestedBy.sub },
    { title: 'At', of: ({ createdAt }) => instantText(createdAt, timeZone) },
    { title: 'How it stands', of: ({ statusReason }) => clipped(statusReason, 60) },
  ];
}

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one change with its plan')
    .argument('<change>', WHICH)
    .action(
      shell.does(async (session: Session, id: string) => {
        const change = await session.api.getChange({ params: { id } });
        session.data(change, () => `${planText(change, session.paint)}\n\n${changeText(change, session)}`);
      }),
    );
}

function waitCommand(shell: Shell): Command {
  return withWaitFlags(new Command('wait'))
    .description('wait until a change ends, or until people must act')
    .argument('<change>', WHICH)
    .action(
      shell.does(async (session: Session, id: string, flags: WaitFlags) =>
        reportChange(session, await session.api.getChange({ params: { id } }), { ...flags, wait: true }),
      ),
    );
}

function cancelCommand(shell: Shell): Command {
  return withYes(new Command('cancel'))
    .description('withdraw a change that still waits')
    .argument('<change>', WHICH)
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(async (session: Session, id: string, flags: CancelFlags) => {
        const change = await session.api.getChange({ params: { id } });
        await confirm(session, `Withdraw "${changeTitle(change)}", which is ${change.status}?`, flags.yes);
        const cancelled = await session.api.cancelChange({ params: { id }, body: { reason: flags.reason } });
        session.data(cancelled, () => changeText(cancelled, session));
      }),
    );
}
