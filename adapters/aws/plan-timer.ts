import type { Job } from '../../core/contract/job.ts';
import { parseSchedule } from '../../core/jobs/parse-schedule.ts';
import { nextTicks } from '../../core/jobs/schedule.ts';
import { MS } from '../../core/units.ts';
import { schedulerCron } from './cron-expression.ts';

/** The one schedule of a job on EventBridge Scheduler, or that it has none. */
export type TimerPlan = SchedulePlan | { readonly kind: 'none' };

/** `startAt`: the first time of a rate. `once`: it is forgotten after it fired. */
export interface SchedulePlan {
  readonly kind: 'schedule';
  readonly expression: string;
  readonly timeZone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly once: boolean;
  readonly startAt?: string;
}

type When = Pick<SchedulePlan, 'expression' | 'timeZone' | 'once' | 'startAt'>;

/**
 * The schedule that fires when the job has a tick after `now` (ISO 8601 in UTC). It only hints: what is due is decided
 * from the job itself, and the minute's tick decides it at the latest. So where Scheduler cannot say what the job's
 * cron says, the plan is the next tick alone, to be planned anew when that is decided on; and a tick that a clock change
 * skips, which Scheduler leaves out, waits for the minute's tick. Pure.
 * Source: Amazon EventBridge Scheduler User Guide, "Schedule types".
 *
 * | job                           | schedule                                          |
 * |-------------------------------|---------------------------------------------------|
 * | `0 2 * * *` in Europe/Berlin  | `cron(0 2 * * ? *)` in Europe/Berlin              |
 * | `rate(90 minutes)`            | `rate(90 minutes)` from the next whole 90 minutes since 1970 on |
 * | `at(2026-12-01T02:00:00)`     | `at(...)` in UTC, once; none when it has passed   |
 * | `0 0 1 * 1`                   | `at(...)` the next tick in UTC, once              |
 * | `manual`, or a retired job    | none                                              |
 */
export function planTimer(job: Pick<Job, 'spec' | 'status'>, now: string): TimerPlan {
  const when = job.status === 'RETIRED' ? undefined : whenOf(job.spec, now);
  if (!when) return { kind: 'none' };
  return { kind: 'schedule', ...when, state: job.status === 'SUSPENDED' ? 'DISABLED' : 'ENABLED' };
}

function whenOf(spec: Job['spec'], now: string): When | undefined {
  const schedule = parseSchedule(spec);
  switch (schedule.kind) {
    case 'manual':
      return undefined;
    case 'rate':
      return { expression: rateOf(schedule.everyMs), timeZone: 'UTC', once: false, ...startOf(spec, now) };
    case 'at':
      return nextAlone(spec, now);
    case 'cron':
      return cronOf(spec) ?? nextAlone(spec, now);
  }
}

function cronOf({ schedule, timeZone }: Job['spec']): When | undefined {
  const expression = schedulerCron(schedule);
  return expression === undefined ? undefined : { expression, timeZone, once: false };
}

/** The next tick as an instant in UTC: what a clock change does to it is settled already. */
function nextAlone(spec: Job['spec'], now: string): When | undefined {
  const [next] = nextTicks(spec, now, 1);
  return next && { expression: `at(${next.utc.slice(0, 19)})`, timeZone: 'UTC', once: true };
}

function startOf(spec: Job['spec'], now: string): Pick<When, 'startAt'> {
  const [next] = nextTicks(spec, now, 1);
  return next ? { startAt: next.utc } : {};
}

/** A rate in the largest unit that holds it; one of a unit is singular, as Scheduler wants it. */
function rateOf(everyMs: number): string {
  const unit = (['day', 'hour', 'minute'] as const).find((name) => everyMs % MS[name] === 0) ?? 'minute';
  const count = everyMs / MS[unit];
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}
