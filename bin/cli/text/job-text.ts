import type { JobRun, JobView } from '../../../core/contract/job.ts';
import { formatUsd } from '../../../core/format.ts';
import type { Session } from '../session.ts';
import { harmless, paintState } from './style.ts';
import { type Column, facts } from './table.ts';
import { clipped, instantText, sizeText } from './words.ts';

type Fire = JobView['nextFires'][number];

/** A fire on the job's own clock and in UTC, with what a change of the clocks does to it. */
export function fireText({ local, timeZone, utc, note }: Fire): string {
  const at =
    timeZone === 'UTC'
      ? `${local.replace('T', ' ')} UTC`
      : `${local.replace('T', ' ')} ${timeZone} (${utc.slice(0, 16).replace('T', ' ')} UTC)`;
  return note === undefined ? at : `${at} ${note}`;
}

/** One job in full: what it runs, when it runs next, how it went. */
export function jobText(job: JobView, { paint, io: { timeZone } }: Session): string {
  const { spec, recentRuns, nextFires } = job;
  const [last] = recentRuns;
  return facts(
    [
      ['Job', `${job.name} (program ${job.program}, owner ${harmless(spec.owner)})`],
      ['Status', `${paintState(paint, job.status)}${job.late ? '  late' : ''}`],
      ['Schedule', `${spec.schedule} ${spec.timeZone}`],
      ['Runs', spec.builtin ?? [spec.image, ...spec.command].map((word) => harmless(word ?? '')).join(' ')],
      ['Size', spec.builtin === undefined ? sizeText(spec) : undefined],
      [
        'Rules',
        `${spec.concurrencyPolicy} overlap, catch up ${spec.catchUp}, at most ${spec.timeoutSec} s, ${spec.retries.max} retries`,
      ],
      ...nextFires.map((fire, i): readonly [string, string] => [i === 0 ? 'Next' : '', fireText(fire)]),
      ['Last run', last && `${paintState(paint, last.status)}  ${harmless(last.statusReason)}`],
      ['This month', `${formatUsd(job.spentThisMonthMicroUsd)}, compute only`],
      ['Changed', instantText(job.updatedAt, timeZone)],
    ],
    paint,
  );
}

/** The columns of a list of runs. */
export function runColumns(timeZone: string): readonly Column<JobRun>[] {
  return [
    { title: 'Run', of: ({ id }) => id },
    { title: 'Tick', of: ({ tick }) => tick },
    { title: 'Status', of: ({ status }) => status, state: true },
    { title: 'By', of: ({ trigger }) => trigger },
    { title: 'Tries', of: ({ attempts }) => `${attempts.length}`, right: true },
    {
      title: 'Took',
      of: ({ durationSec }) => (durationSec === undefined ? '-' : `${Math.round(durationSec)} s`),
      right: true,
    },
    { title: 'Cost', of: ({ costMicroUsd }) => costText(costMicroUsd), right: true },
    { title: 'Scheduled', of: ({ scheduledAt }) => instantText(scheduledAt, timeZone) },
    { title: 'How it stands', of: ({ statusReason }) => clipped(statusReason, 60) },
  ];
}

/** One run in full with its attempts. */
export function runText(run: JobRun, { paint, io: { timeZone } }: Session): string {
  const time = (at: string | undefined) => at && instantText(at, timeZone);
  return facts(
    [
      ['Run', run.id],
      ['Job', `${run.job}, tick ${run.tick} ${run.timeZone}, by ${run.trigger} of ${run.startedBy}`],
      ['Status', `${paintState(paint, run.status)}  ${harmless(run.statusReason)}`],
      ['Note', run.note],
      ['Scheduled', time(run.scheduledAt)],
      ['Started', time(run.startedAt)],
      ['Ended', time(run.endedAt)],
      ['Cost', `${costText(run.costMicroUsd)}, compute only`],
      ...run.attempts.map((attempt): readonly [string, string] => [
        `Try ${attempt.number}`,
        attemptText(attempt),
      ]),
      [
        'Metrics',
        Object.entries(run.metrics)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      ],
    ],
    paint,
  );
}

function attemptText({ memoryMiB, exitCode, stopReason, logLink }: JobRun['attempts'][number]): string {
  const parts = [
    `${memoryMiB} MiB`,
    exitCode === undefined ? '' : `exit ${exitCode}`,
    stopReason ?? '',
    logLink ?? '',
  ];
  return parts
    .filter((part) => part !== '')
    .map(harmless)
    .join(', ');
}

/** Runs cost fractions of a cent. */
function costText(microUsd: number): string {
  return microUsd > 0 && microUsd < 10_000 ? `$${(microUsd / 1_000_000).toFixed(4)}` : formatUsd(microUsd);
}
