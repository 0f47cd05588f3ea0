import { Command, InvalidArgumentError } from 'commander';
import { type ChangeFlags, extrasOf, runChange, wholeNumber, withChangeFlags } from '../change-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

interface BoundsFlags extends ChangeFlags {
  readonly until?: string;
  readonly reason?: string;
}

/** `hms bounds`: how many tasks may run, for good or until an instant. */
export function boundsCommand(shell: Shell): Command {
  return withChangeFlags(new Command('bounds'))
    .description('set how many tasks may run at least and at most')
    .argument('<service>', 'whose bounds')
    .argument('<min>', 'tasks at least', wholeNumber)
    .argument('<max>', 'tasks at most', wholeNumber)
    .option(
      '--until <time>',
      'then the old bounds return: 2026-03-06T18:00 (local), or with Z (UTC)',
      instant,
    )
    .option('--reason <text>', 'why; it is recorded')
    .action(
      shell.does((session: Session, name: string, min: number, max: number, flags: BoundsFlags) => {
        const { until, reason } = flags;
        const body = {
          min,
          max,
          ...(until !== undefined && { until }),
          ...(reason !== undefined && { reason }),
        };
        const params = { name };
        const { api } = session;
        return runChange(
          session,
          (query) => api.setServiceBounds({ params, body, query, ...extrasOf(flags) }),
          flags,
        );
      }),
    );
}

function instant(text: string): string {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime()) && /^\d{4}-\d\d-\d\dT/.test(text)) return date.toISOString();
  throw new InvalidArgumentError('Write a time such as 2026-03-06T18:00 or 2026-03-06T17:00Z.');
}
