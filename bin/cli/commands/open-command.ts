import { Command } from 'commander';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

/** `hms open`: prints the address of the dashboard; a terminal makes it a link. */
export function openCommand(shell: Shell): Command {
  return new Command('open')
    .description('print the address of the dashboard, or of one service there')
    .argument('[service]', 'which service')
    .action(
      shell.does(async (session: Session, service: string | undefined) => {
        const path = service === undefined ? '/' : `/services/${encodeURIComponent(service)}`;
        const url = `${session.connection.baseUrl}${path}`;
        session.data({ url }, () => url);
      }),
    );
}
