import { Command } from 'commander';
import { withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { paintState } from '../text/style.ts';
import { facts } from '../text/table.ts';

interface StopFlags {
  readonly yes?: boolean;
  readonly reason: string;
}

/** `hms stop`: ends the deployment in flight and rolls it back. */
export function stopCommand(shell: Shell): Command {
  return withYes(new Command('stop'))
    .description('stop the deployment in flight and roll it back')
    .argument('<service>', 'whose deployment')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(async (session: Session, name: string, flags: StopFlags) => {
        const { deployment, refused } = await session.api.getService({ params: { name } });
        const from = deployment?.fromRevision ?? 'none';
        if (deployment && refused['stopDeployment'] === undefined)
          session.talk(`Stop revision ${deployment.revision} of ${name} and go back to revision ${from}`);
        await confirm(session, 'Go ahead?', flags.yes);
        const body = { reason: flags.reason };
        const stopped = await session.api.stopDeployment({ params: { name }, body });
        session.data(stopped, () =>
          facts(
            [
              ['Deployment', stopped.id],
              ['Status', `${paintState(session.paint, stopped.status)}  ${stopped.statusReason}`],
              ['Revision', `${stopped.revision} -> ${stopped.fromRevision ?? 'none'}`],
            ],
            session.paint,
          ),
        );
      }),
    );
}
