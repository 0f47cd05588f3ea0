/** Milliseconds in a second, a minute, an hour, a day. */
export const MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** `instant` moved by `seconds`, as ISO 8601 in UTC. */
export function addSeconds(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * MS.second).toISOString();
}

/** `instant` moved by whole days of 24 hours, as ISO 8601 in UTC. */
export function addDays(instant: string, days: number): string {
  return addSeconds(instant, days * 86_400);
}

/** Seconds from `earlier` to `later`; negative when they stand the other way round. */
export function secondsBetween(earlier: string, later: string): number {
  return (msOf(later) - msOf(earlier)) / MS.second;
}

/** What was parsed last: one instant is compared with many others in a row, a replay does so a million times. */
const parsed = new Map<string, number>();
const MOST_PARSED = 64;

function msOf(instant: string): number {
  const known = parsed.get(instant);
  if (known !== undefined) return known;
  const ms = Date.parse(instant);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(instant, ms);
  return ms;
}

/** Whether `a` is before `b`. */
export function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

/** `value` limited to `[low, high]`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
