import { Command } from 'commander';
import { reportChange, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

type JobVerb = 'pause' | 'resume' | 'retire';

interface VerbFlags {
  readonly yes?: boolean;
  readonly reason: string;
}

const WORDS: Readonly<Record<JobVerb, string>> = {
  pause: 'pause a job: its ticks are skipped, and seen as skipped',
  resume: 'let a paused job run again from now on',
  retire: 'end a job; its history stays',
};

const CALLS = { pause: 'suspendJob', resume: 'resumeJob', retire: 'retireJob' } as const;

/** `hms jobs pause`, `resume` and `retire`. */
export function jobVerbCommand(shell: Shell, verb: JobVerb): Command {
  return withYes(new Command(verb))
    .description(WORDS[verb])
    .argument('<job>', 'which job')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(async (session: Session, name: string, { reason, yes }: VerbFlags) => {
        const { spec, status } = await session.api.getJob({ params: { name } });
        session.talk(`${name} runs at ${spec.schedule} ${spec.timeZone} and is ${status}.`);
        await confirm(session, `Shall hms ${verb} it?`, yes);
        const change = await session.api[CALLS[verb]]({ params: { name }, body: { reason } });
        return reportChange(session, change, {});
      }),
    );
}
