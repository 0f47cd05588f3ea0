import type { Job, JobRun, RunStatus } from '../contract/job.ts';
import { formatSpan, formatUsd } from '../format.ts';
import { addDays, secondsBetween } from '../units.ts';
import { type Tick, ticksBetween } from './schedule.ts';

/** What the decision about due ticks looks at beside the job. */
export interface RunFacts {
  readonly now: string;
  /** Whether a run of the job is not over. */
  readonly busy: boolean;
  readonly estimateMicroUsd: number;
  /** What may still be spent this month by the tighter of the job's and the program's budget. */
  readonly roomMicroUsd: number;
  /** Why policy forbids the image; undefined: it does not. */
  readonly denied: string | undefined;
}

/** What is decided about one tick. */
export interface PlannedRun {
  readonly tick: Tick;
  readonly trigger: JobRun['trigger'];
  readonly status: RunStatus;
  readonly reason: string;
}

/** A tick that is decided within two ticks of the clock was not late. */
const ON_TIME_SEC = 120;

/** The most ticks that are started after downtime (spec, AI jobs). */
const MOST_CATCH_UP = 30;

/** Ticks of a downtime that lasted longer than this many days are not listed one by one. */
const LOOK_BACK_DAYS = 31;

/** The ticks of a job that have come and are not decided on, oldest first. Pure. */
export function dueTicks(job: Pick<Job, 'spec' | 'decidedUpTo'>, now: string): readonly Tick[] {
  const oldest = addDays(now, -LOOK_BACK_DAYS);
  const after = job.decidedUpTo > oldest ? job.decidedUpTo : oldest;
  return ticksBetween(job.spec, after, now);
}

/**
 * Decides on due ticks: which start, which are shown as not started, and why. Every tick gets exactly one answer. Pure.
 *
 * | what came                        | catchUp | starts                                | the rest |
 * |----------------------------------|---------|---------------------------------------|----------|
 * | one tick, on time                | any     | it                                    |          |
 * | six ticks after 6 h of downtime  | latest  | the newest inside the deadline        | MISSED   |
 * | the same                         | all     | all inside the deadline, 30 at most   | MISSED   |
 * | the same                         | none    | the newest if it is on time           | MISSED   |
 */
export function planRuns(job: Job, ticks: readonly Tick[], facts: RunFacts): readonly PlannedRun[] {
  if (job.status !== 'ACTIVE')
    return ticks.map((tick) => notStarted(tick, 'SKIPPED_SUSPENDED', 'The job was suspended.'));
  const chosen = new Set(chooseTicks(job, ticks, facts.now));
  const admitted = admit(job, [...chosen], facts);
  return ticks.map((tick) => admitted.get(tick) ?? missed(job, tick, facts.now));
}

/** Whether one more run may start, and if not, why; what people ask for passes the same gates. Pure. */
export function admitRun(
  { spec }: Pick<Job, 'spec'>,
  facts: Omit<RunFacts, 'now'>,
): Pick<PlannedRun, 'status' | 'reason'> {
  if (facts.busy && spec.concurrencyPolicy === 'Forbid')
    return { status: 'SKIPPED_OVERLAP', reason: 'Another run of the job was not over.' };
  if (facts.denied !== undefined)
    return { status: 'BLOCKED_POLICY', reason: `Policy forbids it: ${facts.denied}` };
  const { roomMicroUsd: room, estimateMicroUsd: estimate } = facts;
  if (estimate > room) {
    const reason = `It may cost ${formatUsd(estimate)}, and ${formatUsd(Math.max(0, room))} are left this month.`;
    return { status: 'BLOCKED_BUDGET', reason };
  }
  return { status: 'SCHEDULED', reason: 'Waits to be started.' };
}

function chooseTicks({ spec }: Job, ticks: readonly Tick[], now: string): readonly Tick[] {
  const lateness = (tick: Tick) => secondsBetween(tick.utc, now);
  if (ticks.every((tick) => lateness(tick) <= ON_TIME_SEC)) return ticks;
  const inTime = ticks.filter((tick) => lateness(tick) <= spec.startingDeadlineSec);
  if (spec.catchUp === 'all') return inTime.slice(-MOST_CATCH_UP);
  const newest = inTime.slice(-1);
  return spec.catchUp === 'latest' ? newest : newest.filter((tick) => lateness(tick) <= ON_TIME_SEC);
}

/** Runs of one plan wait for each other where they may not overlap; only what runs already makes them skip. */
function admit(job: Job, chosen: readonly Tick[], facts: RunFacts): ReadonlyMap<Tick, PlannedRun> {
  const planned = new Map<Tick, PlannedRun>();
  let room = facts.roomMicroUsd;
  for (const tick of chosen) {
    const trigger = secondsBetween(tick.utc, facts.now) > ON_TIME_SEC ? 'catch-up' : 'schedule';
    const answer = givesWay(job, tick, chosen) ?? admitRun(job, { ...facts, roomMicroUsd: room });
    planned.set(tick, { tick, trigger, ...answer });
    if (answer.status === 'SCHEDULED') room -= facts.estimateMicroUsd;
  }
  return planned;
}

/** Under Replace only the newest of several has a purpose. */
function givesWay({ spec }: Job, tick: Tick, chosen: readonly Tick[]) {
  if (spec.concurrencyPolicy !== 'Replace' || tick === chosen.at(-1)) return undefined;
  return { status: 'SKIPPED_OVERLAP', reason: 'A newer tick took its place.' } as const;
}

function missed({ spec }: Job, tick: Tick, now: string): PlannedRun {
  const late = secondsBetween(tick.utc, now);
  const reason =
    late > spec.startingDeadlineSec
      ? `It was noticed ${formatSpan(late)} late, after its deadline of ${formatSpan(spec.startingDeadlineSec)}.`
      : `It was noticed ${formatSpan(late)} late; catch-up "${spec.catchUp}" leaves it out.`;
  return notStarted(tick, 'MISSED', reason);
}

function notStarted(tick: Tick, status: RunStatus, reason: string): PlannedRun {
  return { tick, trigger: 'schedule', status, reason };
}
