import { Command } from 'commander';
import { type ChangeFlags, extrasOf, runChange, wholeNumber, withChangeFlags } from '../change-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

interface RollbackFlags extends ChangeFlags {
  readonly reason?: string;
}

/** `hms rollback`: a kept revision runs again. */
export function rollbackCommand(shell: Shell): Command {
  return withChangeFlags(new Command('rollback'))
    .description('run a kept revision again: the last good one, or the one named')
    .argument('<service>', 'which service')
    .argument('[revision]', 'which revision', wholeNumber)
    .option('--reason <text>', 'why; it is recorded')
    .action(
      shell.does((session: Session, name: string, toRevision: number | undefined, flags: RollbackFlags) => {
        const { reason } = flags;
        const body = {
          ...(toRevision !== undefined && { toRevision }),
          ...(reason !== undefined && { reason }),
        };
        const call = { params: { name }, body, ...extrasOf(flags) };
        return runChange(session, (query) => session.api.rollbackService({ ...call, query }), flags);
      }),
    );
}
