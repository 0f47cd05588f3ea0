/** Money for people: `$1,234.56`, with a minus before the sign where it is negative. */
export function formatUsd(microUsd: number): string {
  const cents = Math.round(Math.abs(microUsd) / 10_000);
  const dollars = Math.floor(cents / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `${microUsd < 0 && cents > 0 ? '-' : ''}$${dollars}.${String(cents % 100).padStart(2, '0')}`;
}

/** A difference of money for people, always with its sign: `+$127.59`. */
export function formatUsdDelta(microUsd: number): string {
  return microUsd < 0 ? formatUsd(microUsd) : `+${formatUsd(microUsd)}`;
}

/** A ratio for people: 0.953 is `95 %`. */
export function formatPercent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** A number of things with its noun in the right number: `1 task`, `3 tasks`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** An instant for people, in UTC: `Fri 27 Nov 18:00 UTC`. */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  const month = date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${month} ${date.toISOString().slice(11, 16)} UTC`;
}

/** A span for people: `18 minutes`, `4 hours`, `3 days`. */
export function formatSpan(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return plural(Math.max(0, minutes), 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
}
