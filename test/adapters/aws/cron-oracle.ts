/**
 * What an expression of EventBridge Scheduler means, written on its own from the User Guide ("Schedule types",
 * cron-based schedules), so that what the product writes is held against it. Times are wall-clock times, as if UTC:
 * the first `count` in `(afterMs, untilMs)`.
 */
export function schedulerTicks(expression: string, within: Within): readonly string[] {
  const { afterMs, untilMs, count } = within;
  const fields = fieldsOf(expression);
  const ticks: string[] = [];
  for (let day = Math.floor(afterMs / DAY_MS) * DAY_MS; day < untilMs && ticks.length < count; day += DAY_MS)
    ticks.push(
      ...ticksOf(day, fields)
        .filter((ms) => ms > afterMs && ms < untilMs)
        .map(textOf),
    );
  return ticks.slice(0, count);
}

export interface Within {
  readonly afterMs: number;
  readonly untilMs: number;
  readonly count: number;
}

interface Fields {
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly months: string;
  readonly week: string;
}

function fieldsOf(expression: string): Fields {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const [minutes = '', hours = '', days = '', months = '', week = '', year] = fields;
  if (year !== '*') throw new Error(`${expression} must have six fields and every year`);
  if ((days === '?') === (week === '?')) throw new Error(`${expression} must have exactly one ?`);
  return { minutes, hours, days, months, week };
}

function ticksOf(dayMs: number, { minutes, hours, days, months, week }: Fields): readonly number[] {
  const day = new Date(dayMs);
  if (!isIn(months, 1, 12, day.getUTCMonth() + 1) || !isDay(day, days, week)) return [];
  return timesOf(hours, minutes).map((minute) => dayMs + minute * 60_000);
}

const DAY_MS = 86_400_000;
const NAMES = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const textOf = (ms: number) => new Date(ms).toISOString().slice(0, 16);

function timesOf(hours: string, minutes: string): number[] {
  const all = Array.from({ length: 1_440 }, (_, i) => i);
  return all.filter((i) => isIn(hours, 0, 23, Math.floor(i / 60)) && isIn(minutes, 0, 59, i % 60));
}

function isDay(day: Date, days: string, week: string): boolean {
  if (week === '?') return isDayOfMonth(day, days);
  const number = day.getUTCDay() + 1;
  const [, last] = /^([1-7])L$/.exec(week) ?? [];
  if (last) return Number(last) === number && day.getUTCDate() > lastOf(day) - 7;
  const [, wanted, nth] = /^([1-7])#([1-5])$/.exec(week) ?? [];
  if (wanted) return Number(wanted) === number && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  return isIn(
    week.replace(/[A-Z]+/g, (name) => String(NAMES.indexOf(name))),
    1,
    7,
    number,
  );
}

function isDayOfMonth(day: Date, days: string): boolean {
  const date = day.getUTCDate();
  if (days === 'L') return date === lastOf(day);
  const [, wanted] = /^(\d+)W$/.exec(days) ?? [];
  return wanted ? date === nearestWeekday(day, Number(wanted)) : isIn(days, 1, 31, date);
}

function lastOf(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday of the same month that is closest to its `wanted`-th day. */
function nearestWeekday(day: Date, wanted: number): number {
  const isWeekday = (date: number) => {
    const of = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
    return date >= 1 && date <= lastOf(day) && of !== 0 && of !== 6;
  };
  const near = [0, -1, 1, -2, 2].map((step) => wanted + step);
  return near.find(isWeekday) ?? 0;
}

/** `*`, values, ranges `a-b` and increments `a/n`. */
function isIn(field: string, low: number, high: number, value: number): boolean {
  if (field === '*') return true;
  return field.split(',').some((part) => {
    const { from, to, by } = partOf(part);
    if (from < low || to > high) throw new Error(`${part} is not documented for ${low}-${high}`);
    return value >= from && (by > 0 ? (value - from) % by === 0 : value <= to);
  });
}

function partOf(part: string): { readonly from: number; readonly to: number; readonly by: number } {
  const [, from, to, by] = /^(\d+)(?:-(\d+)|\/([1-9]\d*))?$/.exec(part) ?? [];
  if (from === undefined) throw new Error(`${part} is not documented`);
  return { from: Number(from), to: Number(to ?? from), by: Number(by ?? 0) };
}
