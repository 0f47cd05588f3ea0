import { addSeconds } from '../units.ts';
import { placeOnClock, wallTimeMs } from '../wall-clock.ts';

/** A raise that would end sooner is not worth asking people for. */
const LEAST_SEC = 4 * 3_600;

const FRIDAY = 5;
const EVENING_HOUR = 18;

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
  const today = new Date(wallTimeMs(Date.parse(earliest), timeZone));
  const daysAhead = (FRIDAY - today.getUTCDay() + 7) % 7;
  const evening = (days: number) => {
    const date = today.getUTCDate() + days;
    const wallMs = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), date, EVENING_HOUR);
    return new Date(placeOnClock(wallMs, timeZone).utcMs).toISOString();
  };
  const first = evening(daysAhead);
  return Date.parse(first) >= Date.parse(earliest) ? first : evening(daysAhead + 7);
}
