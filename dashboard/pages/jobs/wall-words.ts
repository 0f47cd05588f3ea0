const WALL = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

const SHORT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** A wall-clock time such as `2026-11-01T02:00` with its year: `Sun 1 Nov 2026, 02:00`. Other words stay as they are. */
export function shortTimeIn(local: string): string {
  return formatted(local, WALL);
}

/** A wall-clock time without its year: `Sun 1 Nov, 02:00`. */
export function wallWords(local: string): string {
  return formatted(local, SHORT);
}

/** The tick of a run as it is read: its wall-clock time, or that somebody started it. */
export function tickWords(tick: string): string {
  return tick.startsWith('manual-') ? 'By hand' : wallWords(tick);
}

/** A wall-clock time has no zone of its own: it is read and written as UTC, so that nothing is added to it. */
function formatted(local: string, format: Intl.DateTimeFormat): string {
  const at = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  return Number.isNaN(at) ? local : format.format(at);
}
