import { Command } from 'commander';
import type { JobRun } from '../../../core/contract/job.ts';
import { wholeNumber, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import { CliFailure, EXIT, type ExitCode } from '../exit-code.ts';
import { Progress } from '../progress.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { runText } from '../text/job-text.ts';

interface RunFlags {
  readonly reason?: string;
  readonly wait?: boolean;
  readonly timeout?: number;
}

/** `hms jobs run`: a run now, beside the schedule. */
export function runCommand(shell: Shell): Command {
  return withRunFlags(new Command('run'))
    .description('run a job now, beside its schedule')
    .argument('<job>', 'which job')
    .action(shell.does((session: Session, name: string, flags: RunFlags) => startRun(session, name, flags)));
}

/** `hms jobs backfill`: the run of a tick that has passed. */
export function backfillCommand(shell: Shell): Command {
  return withRunFlags(new Command('backfill'))
    .description('run the tick of a past local time')
    .argument('<job>', 'which job')
    .argument('<tick>', 'on the job’s own clock, such as 2026-11-01T02:00')
    .action(
      shell.does((session: Session, name: string, backfillTick: string, flags: RunFlags) =>
        startRun(session, name, { ...flags, backfillTick }),
      ),
    );
}

/** `hms jobs cancel`: stops a run; cancelling again answers the same. */
export function cancelRunCommand(shell: Shell): Command {
  return withYes(new Command('cancel'))
    .description('stop a run')
    .argument('<job>', 'whose run')
    .argument('<run>', 'which run')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(
        async (
          session: Session,
          name: string,
          id: string,
          { reason, yes }: { readonly reason: string; readonly yes?: boolean },
        ) => {
          await confirm(session, `Stop the run ${id} of ${name}?`, yes);
          const run = await session.api.cancelRun({ params: { name, id }, body: { reason } });
          session.data(run, () => runText(run, session));
        },
      ),
    );
}

function withRunFlags(command: Command): Command {
  return command
    .option('--reason <text>', 'why; it is recorded')
    .option('-w, --wait', 'wait until it ends; a run that fails ends with 1')
    .option('--timeout <seconds>', 'how long to wait (default 900)', wholeNumber);
}

async function startRun(
  session: Session,
  name: string,
  { reason, backfillTick, wait, timeout = 900 }: RunFlags & { readonly backfillTick?: string },
): Promise<ExitCode> {
  const body = {
    ...(backfillTick !== undefined && { backfillTick }),
    ...(reason !== undefined && { reason }),
  };
  const started = await session.api.startRun({ params: { name }, body });
  const run = wait ? await followRun(session, started, timeout) : started;
  session.data(run, () => runText(run, session));
  return isOpen(run) || run.status === 'SUCCEEDED' ? EXIT.ok : EXIT.failure;
}

/** @throws CliFailure when the time is over. */
async function followRun(session: Session, first: JobRun, timeoutSec: number): Promise<JobRun> {
  const progress = new Progress(session);
  let run = first;
  for (let sec = 0; sec < timeoutSec && isOpen(run); sec += 1) {
    progress.show(`run of ${run.job}: ${run.status} - ${run.statusReason}`);
    await session.io.wait(1_000);
    run = await session.api.getRun({ params: { name: run.job, id: run.id } });
  }
  progress.end();
  if (isOpen(run)) throw new CliFailure(`After ${timeoutSec} s the run is still ${run.status}.`);
  return run;
}

function isOpen({ status }: JobRun): boolean {
  return ['SCHEDULED', 'STARTING', 'RUNNING', 'RETRY_WAIT'].includes(status);
}
