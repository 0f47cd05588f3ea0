import { Command } from 'commander';
import type { JobSpecInput } from '../../../core/contract/job.ts';
import { type ChangeFlags, runChange, withChangeFlags } from '../change-command.ts';
import { UsageError } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import {
  type Fields,
  present,
  readFields,
  type TaskFlags,
  taskFields,
  withSetting,
  withTaskFlags,
} from '../spec-input.ts';

interface ScheduleFlags extends TaskFlags, ChangeFlags {
  readonly zone?: string;
  readonly builtin?: string;
  readonly command?: readonly string[];
}

/** `hms jobs schedule`: creates a job, or makes this its whole spec. */
export function scheduleCommand(shell: Shell): Command {
  const command = new Command('schedule')
    .description('schedule a job: create it, or make this its whole spec')
    .argument('[job]', 'its name, where no file says it')
    .argument('[schedule]', 'five-field cron, rate(15 minutes), at(2026-12-01T02:00:00) or manual')
    .option('--zone <zone>', 'the time zone of its clock, such as Europe/Berlin (default UTC)')
    .option('--builtin <name>', 'work of the product itself, such as optimize-resources')
    .option('--command <word...>', 'what its container runs');
  return withChangeFlags(withTaskFlags(command)).action(
    shell.does(
      async (
        session: Session,
        name: string | undefined,
        schedule: string | undefined,
        flags: ScheduleFlags,
      ) => {
        if (flags.file === undefined && (name === undefined || schedule === undefined))
          throw new UsageError('Name the job and its schedule, or its file with -f.');
        const file = flags.file === undefined ? {} : await readFields(session.io, flags.file);
        const body = specOf(file, present({ name, schedule }), flags);
        return runChange(session, (query) => session.api.scheduleJob({ body, query }), flags);
      },
    ),
  );
}

function specOf(file: Fields, words: Fields, flags: ScheduleFlags): JobSpecInput {
  const { zone: timeZone, builtin, command } = flags;
  const said = { ...file, ...words, ...taskFields(flags), ...present({ timeZone, builtin, command }) };
  const spec = flags.set.reduce(withSetting, said);
  return spec as unknown as JobSpecInput; // the API checks what stands in it and names each wrong field
}
