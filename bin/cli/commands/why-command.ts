import { Command } from 'commander';
import type { Decision } from '../../../core/contract/scaling.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import type { Column } from '../text/table.ts';
import { instantText } from '../text/words.ts';

/** `hms why`: why a service was scaled, or not. */
export function whyCommand(shell: Shell): Command {
  return withPaging(new Command('why'))
    .description('why a service was scaled, or not')
    .argument('<service>', 'which service')
    .action(
      shell.does((session: Session, name: string, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.listDecisions({ params: { name }, query }),
          columns: columns(session.io.timeZone),
          empty: 'Nothing was decided yet.',
        }),
      ),
    );
}

function columns(timeZone: string): readonly Column<Decision>[] {
  return [
    { title: 'At', of: ({ lastAt }) => instantText(lastAt, timeZone) },
    { title: 'Outcome', of: ({ outcome }) => outcome, state: true },
    { title: 'Tasks', of: ({ from, to }) => (from === to ? `${to}` : `${from} -> ${to}`), right: true },
    { title: 'Times', of: ({ repeats }) => `${repeats}`, right: true },
    { title: 'Because', of: ({ because }) => because },
  ];
}
