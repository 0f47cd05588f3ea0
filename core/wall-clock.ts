import { MS } from './units.ts';

/** Where a wall-clock time stands in real time, and whether the clocks of its zone jump there. */
export interface Placed {
  readonly utcMs: number;
  /** `gap`: the clocks skip it, the first valid minute takes its place. `overlap`: they show it twice, the first counts. */
  readonly kind: 'plain' | 'gap' | 'overlap';
}

/** Far enough from any instant to be on the other side of a clock change, day-long ones included (Samoa, 2011). */
const PROBE_MS = 36 * MS.hour;

/**
 * Finds the instant at which the clocks of `timeZone` (IANA) show `wallMs`, a time written as if it were UTC.
 *
 * | wall clock       | zone                | UTC              | kind    |
 * |------------------|---------------------|------------------|---------|
 * | 2026-03-08T02:30 | America/New_York    | 2026-03-08T07:00 | gap     |
 * | 2026-11-01T01:30 | America/New_York    | 2026-11-01T05:30 | overlap |
 * | 2026-10-04T02:15 | Australia/Lord_Howe | 2026-10-03T15:30 | gap     |
 */
export function placeOnClock(wallMs: number, timeZone: string): Placed {
  const before = offsetMs(wallMs - PROBE_MS, timeZone);
  const after = offsetMs(wallMs + PROBE_MS, timeZone);
  if (before === after) return { utcMs: wallMs - before, kind: 'plain' };
  const [early, late] = [wallMs - before, wallMs - after].sort((a, b) => a - b);
  const showing = [early ?? wallMs, late ?? wallMs].filter((at) => wallTimeMs(at, timeZone) === wallMs);
  const [first] = showing;
  if (first !== undefined) return { utcMs: first, kind: showing.length === 2 ? 'overlap' : 'plain' };
  return { utcMs: jumpBetween(early ?? wallMs, late ?? wallMs, timeZone), kind: 'gap' };
}

/** What the clocks of `timeZone` show at the instant `utcMs`, written as if it were UTC. */
export function wallTimeMs(utcMs: number, timeZone: string): number {
  return utcMs + offsetMs(utcMs, timeZone);
}

/** How far the clocks of `timeZone` are ahead of UTC at an instant, in milliseconds. */
export function offsetMs(utcMs: number, timeZone: string): number {
  const whole = Math.floor(utcMs / MS.second) * MS.second;
  const read: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(whole)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/** Whether the runtime knows the time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The first whole minute after the clocks jump forward between two instants. */
function jumpBetween(early: number, late: number, timeZone: string): number {
  const before = offsetMs(early, timeZone);
  let [from, to] = [Math.floor(early / MS.minute), Math.ceil(late / MS.minute)];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetMs(middle * MS.minute, timeZone) === before) from = middle;
    else to = middle;
  }
  return to * MS.minute;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone that the runtime does not know. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
