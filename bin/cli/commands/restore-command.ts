import { Command } from 'commander';
import { type ChangeFlags, extrasOf, runChange, withChangeFlags } from '../change-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

interface RestoreFlags extends ChangeFlags {
  readonly reason: string;
}

/** `hms restore`: a retired service comes back as it was. */
export function restoreCommand(shell: Shell): Command {
  return withChangeFlags(new Command('restore'))
    .description('bring a retired service back as it was')
    .argument('<service>', 'which service')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does((session: Session, name: string, flags: RestoreFlags) => {
        const call = { params: { name }, body: { reason: flags.reason }, ...extrasOf(flags) };
        return runChange(session, (query) => session.api.restoreService({ ...call, query }), flags);
      }),
    );
}
