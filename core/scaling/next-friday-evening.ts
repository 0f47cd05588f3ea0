import { addSeconds, MS } from '../units.ts';

/** A raise that would end sooner is not worth asking people for. */
const LEAST_SEC = 4 * 3_600;

const FRIDAY = 5;
const EVENING_HOUR = 18;

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * The next Friday 18:00 on the clocks of `timeZone` (IANA) that is at least four hours after `now`, as ISO 8601 in UTC.
 *
 * | now (UTC)              | zone             | answer (UTC)                             |
 * |------------------------|------------------|------------------------------------------|
 * | Mon 2026-11-23 10:00   | UTC              | Fri 2026-11-27 18:00                     |
 * | Fri 2026-11-27 14:00   | UTC              | Fri 2026-11-27 18:00                     |
 * | Fri 2026-11-27 14:01   | UTC              | Fri 2026-12-04 18:00                     |
 * | Thu 2026-10-29 12:00   | America/New_York | Fri 2026-10-30 22:00 (summer time, -4 h) |
 * | Mon 2026-11-02 12:00   | America/New_York | Fri 2026-11-06 23:00 (winter time, -5 h) |
 */
export function nextFridayEvening(now: string, timeZone: string): string {
  const earliest = addSeconds(now, LEAST_SEC);
  const { year, month, day } = localTime(earliest, timeZone);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const daysAhead = (FRIDAY - weekday + 7) % 7;
  const evening = (days: number) => instantOf(Date.UTC(year, month - 1, day + days, EVENING_HOUR), timeZone);
  const first = evening(daysAhead);
  return Date.parse(first) >= Date.parse(earliest) ? first : evening(daysAhead + 7);
}

/**
 * The instant at which the clocks of `timeZone` show `wallClock`, a time written as if it were UTC. The offset is
 * looked up twice: the second look corrects the first where a clock change lies between the two.
 */
function instantOf(wallClock: number, timeZone: string): string {
  const guess = wallClock - offsetMs(wallClock, timeZone);
  return new Date(wallClock - offsetMs(guess, timeZone)).toISOString();
}

/** How far the clocks of `timeZone` are ahead of UTC at `instant`, in milliseconds. */
function offsetMs(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(new Date(instant).toISOString(), timeZone);
  const whole = Math.floor(instant / MS.second) * MS.second;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

function localTime(instant: string, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(instant));
  const read = (type: keyof LocalTime) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}
