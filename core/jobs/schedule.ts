import type { Cron } from 'croner';
import type { JobSpec } from '../contract/job.ts';
import { MS } from '../units.ts';
import { offsetMs, placeOnClock, wallTimeMs } from '../wall-clock.ts';
import { parseSchedule, type Schedule } from './parse-schedule.ts';

/** What of a job says when it runs. */
export type Timed = Pick<JobSpec, 'schedule' | 'timeZone'>;

/** One time a job is due: what the clock of `timeZone` shows then, and when that is. */
export interface Tick {
  /** `YYYY-MM-DDTHH:mm`. With `timeZone` it names the tick; no other tick of the job has the same. */
  readonly local: string;
  /** The job's zone; `UTC` for a rate, whose ticks a clock change neither moves nor doubles. */
  readonly timeZone: string;
  readonly utc: string;
  /** What a clock change did to it, in plain words. */
  readonly note?: string | undefined;
}

/** Clock changes and the steps around them; the longest known overlap is a day (Kwajalein, 1969). */
const OVERLAP_PROBE_MS = 26 * MS.hour;

/**
 * The ticks in `(after, until]`, oldest first. Cron and `at` are meant on the wall clock: a tick that the clocks skip
 * runs at the first valid minute after the gap, one that they show twice runs the first time, and ticks that fall on
 * one instant are one tick. `rate` counts real time from 1970-01-01T00:00Z.
 * @throws OpsError `request.invalid` for a schedule or zone that cannot be read.
 */
export function ticksBetween(timed: Timed, after: string, until: string): readonly Tick[] {
  const [afterMs, untilMs] = [Date.parse(after), Date.parse(until)];
  const ticks: Tick[] = [];
  for (const tick of ticksAfter(timed, afterMs, untilMs)) {
    if (Date.parse(tick.utc) > untilMs) break;
    ticks.push(tick);
  }
  return ticks;
}

/** The next `count` ticks after an instant, soonest first. */
export function nextTicks(timed: Timed, after: string, count: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (const tick of ticksAfter(timed, Date.parse(after))) {
    ticks.push(tick);
    if (ticks.length === count) break;
  }
  return ticks;
}

/** The tick of this local time, if the schedule has one there. */
export function tickAt(timed: Timed, local: string): Tick | undefined {
  const timeZone = zoneOf(parseSchedule(timed), timed);
  const wallMs = Date.parse(`${local}Z`);
  if (!Number.isFinite(wallMs) || wallText(wallMs) !== local) return undefined;
  const { utcMs } = placeOnClock(wallMs, timeZone);
  const [tick] = ticksBetween(
    timed,
    new Date(utcMs - MS.minute).toISOString(),
    new Date(utcMs).toISOString(),
  );
  return tick?.local === local ? tick : undefined;
}

/** The ticks after an instant one by one; wall-clock times far beyond `untilMs` are not looked at. */
function* ticksAfter(timed: Timed, afterMs: number, untilMs = Number.MAX_SAFE_INTEGER): Generator<Tick> {
  const schedule = parseSchedule(timed);
  const timeZone = zoneOf(schedule, timed);
  let group: Tick[] = [];
  for (const wallMs of wallTimes(schedule, wallTimeMs(afterMs, timeZone))) {
    if (wallMs > lastWallMs(untilMs, timeZone)) break;
    const tick = tickOf(wallMs, timeZone);
    if (Date.parse(tick.utc) <= afterMs) continue;
    if (group[0] && group[0].utc !== tick.utc) {
      yield oneOf(group);
      group = [];
    }
    group.push(tick);
  }
  if (group.length > 0) yield oneOf(group);
}

/** Ticks that a gap pushed onto one instant are one: that of the clock's own time there, else the first. */
function oneOf(group: readonly Tick[]): Tick {
  const found = group.find(({ note }) => note === undefined) ?? group[0];
  if (!found) throw new Error('a group of ticks is never empty');
  return found;
}

function tickOf(wallMs: number, timeZone: string): Tick {
  const { utcMs, kind } = placeOnClock(wallMs, timeZone);
  const local = wallText(wallMs);
  const utc = new Date(utcMs).toISOString();
  if (kind === 'plain') return { local, timeZone, utc };
  const note =
    kind === 'gap'
      ? `The clocks skip ${local.slice(11)} that day; it runs at ${wallText(wallTimeMs(utcMs, timeZone)).slice(11)}.`
      : `The clocks show ${local.slice(11)} twice that day; it runs the first time.`;
  return { local, timeZone, utc, note };
}

/** A wall-clock time in words: `2026-11-01T02:00`. */
function wallText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 16);
}

/** The latest time that any clock reading up to `untilMs` showed: more than the last one where clocks went back. */
function lastWallMs(untilMs: number, timeZone: string): number {
  if (untilMs === Number.MAX_SAFE_INTEGER) return untilMs;
  return untilMs + Math.max(offsetMs(untilMs, timeZone), offsetMs(untilMs - OVERLAP_PROBE_MS, timeZone));
}

function zoneOf(schedule: Schedule, { timeZone }: Timed): string {
  return schedule.kind === 'rate' ? 'UTC' : timeZone;
}

/** The wall-clock times of a schedule after one of them, in order. */
function* wallTimes(schedule: Schedule, afterMs: number): Generator<number> {
  switch (schedule.kind) {
    case 'manual':
      return;
    case 'at':
      if (schedule.wallMs > afterMs) yield schedule.wallMs;
      return;
    case 'rate':
      for (let at = nextMultiple(afterMs, schedule.everyMs); ; at += schedule.everyMs) yield at;
    case 'cron':
      yield* cronTimes(schedule.cron, afterMs);
  }
}

function nextMultiple(afterMs: number, everyMs: number): number {
  return (Math.floor(afterMs / everyMs) + 1) * everyMs;
}

function* cronTimes(cron: Cron, afterMs: number): Generator<number> {
  let next = cron.nextRun(new Date(afterMs));
  while (next) {
    yield next.getTime();
    next = cron.nextRun(next);
  }
}
