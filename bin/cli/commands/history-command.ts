import { Command } from 'commander';
import type { TimelineEntry } from '../../../core/contract/service.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import type { Column } from '../text/table.ts';
import { instantText } from '../text/words.ts';

/** `hms history`: everything that happened to a service, merged. */
export function historyCommand(shell: Shell): Command {
  return withPaging(new Command('history'))
    .description('everything that happened to a service, newest first')
    .argument('<service>', 'which service')
    .action(
      shell.does((session: Session, name: string, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.getTimeline({ params: { name }, query }),
          columns: columns(session.io.timeZone),
          empty: 'Nothing happened yet.',
        }),
      ),
    );
}

function columns(timeZone: string): readonly Column<TimelineEntry>[] {
  return [
    { title: 'At', of: ({ at }) => instantText(at, timeZone) },
    { title: 'Actor', of: ({ actor }) => actor },
    { title: 'What', of: ({ action }) => action },
    { title: 'Title', of: ({ title }) => title },
  ];
}
