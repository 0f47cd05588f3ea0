import { Command } from 'commander';
import type { JobView } from '../../../core/contract/job.ts';
import { formatUsd } from '../../../core/format.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { fireText, jobText, runColumns, runText } from '../text/job-text.ts';
import type { Column } from '../text/table.ts';
import { jobVerbCommand } from './job-verb-command.ts';
import { backfillCommand, cancelRunCommand, runCommand } from './run-commands.ts';
import { scheduleCommand } from './schedule-command.ts';

interface JobListFlags extends ListFlags {
  readonly retired?: boolean;
}

/** `hms jobs`: what runs on a schedule, and how its runs went. */
export function jobsCommand(shell: Shell): Command {
  return new Command('jobs')
    .description('what runs on a schedule, and its runs')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(scheduleCommand(shell))
    .addCommand(runCommand(shell))
    .addCommand(backfillCommand(shell))
    .addCommand(cancelRunCommand(shell))
    .addCommand(jobVerbCommand(shell, 'pause'))
    .addCommand(jobVerbCommand(shell, 'resume'))
    .addCommand(jobVerbCommand(shell, 'retire'))
    .addCommand(runsCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('jobs by name with their next fire and last run')
    .option('--retired', 'list retired jobs, too')
    .action(
      shell.does((session: Session, flags: JobListFlags) => {
        const retired = flags.retired ? 'include' : 'exclude';
        return showList(session, flags, {
          page: (query) => session.api.listJobs({ query: { ...query, retired } }),
          columns: COLUMNS,
          empty:
            'There are no jobs yet. Schedule one: hms jobs schedule NAME "0 2 * * *" --image REPOSITORY:TAG',
        });
      }),
    );
}

const COLUMNS: readonly Column<JobView>[] = [
  { title: 'Job', of: ({ name }) => name },
  { title: 'Status', of: ({ status }) => status, state: true },
  { title: 'Schedule', of: ({ spec }) => `${spec.schedule} ${spec.timeZone}` },
  { title: 'Next', of: ({ nextFires: [next] }) => (next ? fireText(next) : '-') },
  { title: 'Last run', of: ({ recentRuns: [last] }) => last?.status ?? '-', state: true },
  { title: 'Late', of: ({ late }) => (late ? 'late' : '-') },
  { title: 'This month', of: ({ spentThisMonthMicroUsd }) => formatUsd(spentThisMonthMicroUsd), right: true },
];

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one job with its next five fires, or one of its runs')
    .argument('<job>', 'which job')
    .argument('[run]', 'which run')
    .action(
      shell.does(async (session: Session, name: string, id: string | undefined) => {
        if (id === undefined) {
          const job = await session.api.getJob({ params: { name } });
          return session.data(job, () => jobText(job, session));
        }
        const run = await session.api.getRun({ params: { name, id } });
        return session.data(run, () => runText(run, session));
      }),
    );
}

function runsCommand(shell: Shell): Command {
  return withPaging(new Command('runs'))
    .description('the runs of a job, newest first')
    .argument('<job>', 'whose runs')
    .action(
      shell.does((session: Session, name: string, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.listRuns({ params: { name }, query }),
          columns: runColumns(session.io.timeZone),
          empty: 'It has not run yet.',
        }),
      ),
    );
}
