import { Command } from 'commander';
import type { ServiceView } from '../../../core/contract/service.ts';
import { formatUsd } from '../../../core/format.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { serviceText, tasksText } from '../text/service-text.ts';
import type { Column } from '../text/table.ts';

interface StatusFlags extends ListFlags {
  readonly retired?: boolean;
}

/** `hms status`: every service in a table, or one in full. */
export function statusCommand(shell: Shell): Command {
  return withPaging(new Command('status').argument('[service]', 'one service in full'))
    .description('how services stand: tasks, health, money, drift')
    .option('--retired', 'list retired services, too')
    .action(
      shell.does(async (session, name: string | undefined, flags: StatusFlags) =>
        name === undefined ? listServices(session, flags) : showService(session, name),
      ),
    );
}

async function showService(session: Session, name: string): Promise<void> {
  const service = await session.api.getService({ params: { name } });
  session.data(service, () => serviceText(service, session));
}

function listServices(session: Session, flags: StatusFlags): Promise<void> {
  const retired = flags.retired ? 'include' : 'exclude';
  return showList(session, flags, {
    page: (query) => session.api.listServices({ query: { ...query, retired } }),
    columns: COLUMNS,
    empty: 'There are no services yet. Deploy one: hms deploy NAME --image REPOSITORY:TAG',
  });
}

const COLUMNS: readonly Column<ServiceView>[] = [
  { title: 'Service', of: ({ name }) => name },
  { title: 'Status', of: ({ status }) => status, state: true },
  { title: 'Health', of: ({ health }) => health.state, state: true },
  { title: 'Tasks', of: tasksText },
  { title: 'Min..max', of: ({ bounds }) => `${bounds.min}..${bounds.max}`, right: true },
  { title: 'Running/month', of: ({ cost }) => formatUsd(cost.runRateMicroUsd), right: true },
  { title: 'Ceiling/month', of: ({ cost }) => formatUsd(cost.ceilingMicroUsd), right: true },
  { title: 'Program', of: ({ program }) => program },
  { title: 'Drift', of: ({ drift }) => drift.map(({ field }) => field).join(', ') || '-' },
];
