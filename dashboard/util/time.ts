const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const fullFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** An instant in the viewer's zone, as short as it can be said: `14:40`, `Fri 18:00`, `3 Mar, 09:15`. */
export function shortTime(atMs: number, nowMs: number): string {
  const away = Math.abs(atMs - nowMs);
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  if (sameDay) return clockFormat.format(atMs);
  return away < 6 * DAY ? dayFormat.format(atMs) : dateFormat.format(atMs);
}

/** An instant in full in the viewer's zone. */
export function fullTime(atMs: number): string {
  return fullFormat.format(atMs);
}

/** An instant in UTC: `2026-01-02 14:40:05 UTC`. */
export function utcTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A span in its two largest units: `3 h 12 min`, `18 min`, `45 s`. */
export function span(ms: number): string {
  if (ms >= DAY) return two([Math.floor(ms / DAY), 'd'], [Math.floor((ms % DAY) / HOUR), 'h']);
  if (ms >= HOUR) return two([Math.floor(ms / HOUR), 'h'], [Math.floor((ms % HOUR) / MINUTE), 'min']);
  if (ms >= MINUTE) return `${Math.floor(ms / MINUTE)} min`;
  return `${Math.max(0, Math.floor(ms / 1_000))} s`;
}

/** How long ago, or in how long: `18 min ago`, `in 3 h 12 min`, `just now`. */
export function relative(atMs: number, nowMs: number): string {
  const away = nowMs - atMs;
  if (Math.abs(away) < 10_000) return 'just now';
  return away > 0 ? `${span(away)} ago` : `in ${span(-away)}`;
}

type Part = readonly [number, string];

function two([a, unitA]: Part, [b, unitB]: Part): string {
  return b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`;
}

const barFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** The running time of the time bar in the viewer's zone: `Fri 2 Jan, 15:40:05 CET`. */
export function barTime(atMs: number): string {
  return barFormat.format(atMs);
}

/** An instant on a chart's axis: `14:40`. */
export function chartTime(atMs: number): string {
  return clockFormat.format(atMs);
}

const axisDayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** An instant on the axis of a chart that spans days: `Tue 24 Nov`. */
export function chartDay(atMs: number): string {
  return axisDayFormat.format(atMs);
}

/** Whether the viewer's zone is UTC now, so that saying both would say the same twice. */
export function isUtc(): boolean {
  return new Date().getTimezoneOffset() === 0;
}
