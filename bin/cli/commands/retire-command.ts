import { Command } from 'commander';
import { type ChangeFlags, extrasOf, runChange, withChangeFlags } from '../change-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

interface RetireFlags extends ChangeFlags {
  readonly reason?: string;
  readonly overrideReason?: string;
}

/** `hms retire`: drains and stops a service; its history stays. */
export function retireCommand(shell: Shell): Command {
  return withChangeFlags(new Command('retire'))
    .description('drain and stop a service; it can be restored')
    .argument('<service>', 'which service')
    .option('--reason <text>', 'why; it is recorded')
    .option('--override-reason <text>', 'retire although something live depends on it, and why')
    .action(
      shell.does((session: Session, name: string, flags: RetireFlags) => {
        const { reason, overrideReason } = flags;
        const body = {
          ...(reason !== undefined && { reason }),
          ...(overrideReason !== undefined && { overrideReason }),
        };
        const call = { params: { name }, body, ...extrasOf(flags) };
        return runChange(session, (query) => session.api.retireService({ ...call, query }), flags);
      }),
    );
}
