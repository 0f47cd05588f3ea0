import fc from 'fast-check';
import { runIdOf } from '../../../core/jobs/run-id.ts';
import { nextTicks, tickAt, ticksBetween } from '../../../core/jobs/schedule.ts';
import { addDays, addSeconds } from '../../../core/units.ts';
import { placeOnClock, wallTimeMs } from '../../../core/wall-clock.ts';

const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'UTC',
] as const;

const zone = fc.constantFrom(...ZONES);
const instant = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  .map((minute) => new Date(minute * 60_000).toISOString());
const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const cron = fc.oneof(
  fc.tuple(minute, hour).map(([m, h]) => `${m} ${h} * * *`),
  fc.constantFrom('*/15 * * * *', '0 * * * *', '7,37 1-3 * * *', '0 2 * * 0', '*/20 1,2,3 * * 6,0'),
);

describe('ticks, whatever the schedule, zone and time', () => {
  it('never have two runs for one local time, nor two for one instant', () => {
    fc.assert(
      fc.property(cron, zone, instant, (schedule, timeZone, from) => {
        const ticks = ticksBetween({ schedule, timeZone }, from, addDays(from, 5));
        expect(new Set(ticks.map((tick) => runIdOf('job', tick))).size).toBe(ticks.length);
        expect(new Set(ticks.map(({ utc }) => utc)).size).toBe(ticks.length);
      }),
    );
  });

  it('never leave a day of a daily job out', () => {
    fc.assert(
      fc.property(minute, hour, zone, instant, (m, h, timeZone, from) => {
        const ticks = ticksBetween({ schedule: `${m} ${h} * * *`, timeZone }, from, addDays(from, 400));
        const days = ticks.map(({ local }) => local.slice(0, 10));
        const first = Date.parse(`${days[0]}T00:00:00Z`);
        expect(days).toEqual(days.map((_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10)));
        expect(days.length).toBeGreaterThanOrEqual(399);
      }),
      { numRuns: 10 },
    );
  });

  it('are the same however the time is cut into looks', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 6 * 1_440 }), { maxLength: 6 });
    fc.assert(
      fc.property(cron, zone, instant, cuts, (schedule, timeZone, from, minutes) => {
        const timed = { schedule, timeZone };
        const looks = [0, ...minutes].sort((a, b) => a - b).map((at) => addSeconds(from, at * 60));
        const pieces = looks.slice(1).flatMap((to, i) => ticksBetween(timed, looks[i] ?? from, to));
        expect(pieces).toEqual(ticksBetween(timed, from, looks.at(-1) ?? from));
      }),
    );
  });

  it('lie in what was asked for, in order, and are found again by their local time', () => {
    fc.assert(
      fc.property(cron, zone, instant, (schedule, timeZone, from) => {
        const timed = { schedule, timeZone };
        const until = addDays(from, 3);
        const ticks = ticksBetween(timed, from, until);
        expect(ticks.every(({ utc }) => utc > from && utc <= until)).toBe(true);
        expect(ticks.map(({ utc }) => utc)).toEqual(ticks.map(({ utc }) => utc).sort());
        expect(ticks.map(({ local }) => tickAt(timed, local))).toEqual(ticks);
        expect(nextTicks(timed, from, 5).slice(0, ticks.length)).toEqual(ticks.slice(0, 5));
      }),
    );
  });
});

describe('the clock of a zone', () => {
  it('gives back the first instant at which it shows a time, or the end of the gap', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        const utcMs = Date.parse(at);
        const wallMs = wallTimeMs(utcMs, timeZone);
        const placed = placeOnClock(wallMs, timeZone);
        expect(placed.utcMs).toBeLessThanOrEqual(utcMs);
        expect(wallTimeMs(placed.utcMs, timeZone)).toBe(wallMs);
      }),
    );
  });
});
