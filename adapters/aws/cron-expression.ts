/** The values of a field, in order, or the one form that EventBridge Scheduler writes alike (`L`, `3W`, `6#3`). */
type Field = { readonly values: readonly number[] } | { readonly special: string };

/** What a field may hold, and how its values are written. */
interface Form {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
  /** Whether Scheduler documents `/` for it. */
  readonly steps?: boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTE: Form = { first: 0, last: 59, steps: true };
const HOUR: Form = { first: 0, last: 23, steps: true };
const MONTH: Form = { first: 1, last: 12, steps: true };
const DAY_OF_MONTH: Form = { first: 1, last: 31, steps: true };
/** Both 0 and 7 are Sunday. */
const DAY_OF_WEEK: Form = { first: 0, last: 7, names: DAYS };

/**
 * A five-field cron expression, valid as croner reads it, in the six fields of EventBridge Scheduler; undefined where
 * these cannot say the same, above all where day of month and day of week are both restricted: cron means either of
 * them, Scheduler takes only one. Only forms that Scheduler documents are written. Pure.
 * Source: Amazon EventBridge Scheduler User Guide, "Schedule types", cron-based schedules.
 *
 * | cron                   | EventBridge Scheduler           |
 * |------------------------|---------------------------------|
 * | `0 2 * * *`            | `cron(0 2 * * ? *)`             |
 * | `0-59/15 9-17 * * 1-5` | `cron(0/15 9-17 ? * MON-FRI *)` |
 * | `0 0 L * *`            | `cron(0 0 L * ? *)`             |
 * | `0 8 * * 5L`           | `cron(0 8 ? * 6L *)`            |
 * | `0 0 1 * 1`            | none: the 1st, and every Monday |
 */
export function schedulerCron(text: string): string | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fieldsOf(text);
  const time = [written(plain(minute, MINUTE), MINUTE), written(plain(hour, HOUR), HOUR)];
  const fields = [...time, ...daysOf({ dayOfMonth, month, dayOfWeek }), '*'];
  return fields.includes(undefined) ? undefined : `cron(${fields.join(' ')})`;
}

interface Days {
  readonly dayOfMonth: string;
  readonly month: string;
  readonly dayOfWeek: string;
}

/** Day of month, month and day of week as Scheduler writes them. */
function daysOf({ dayOfMonth, month, dayOfWeek }: Days): readonly (string | undefined)[] {
  const months = written(plain(month, MONTH), MONTH);
  if (dayOfWeek === '*') return [written(dayInMonth(dayOfMonth), DAY_OF_MONTH), months, '?'];
  if (dayOfMonth === '*') return ['?', months, written(dayInWeek(dayOfWeek), DAY_OF_WEEK)];
  return [undefined];
}

/** The fields, with numbers for names. */
function fieldsOf(text: string): readonly string[] {
  return text.toUpperCase().replaceAll('?', '*').split(/\s+/).map(withNumbers);
}

function withNumbers(field: string, place: number): string {
  if (place === 3) return MONTHS.reduce((said, name, i) => said.replaceAll(name, String(i + 1)), field);
  // A range that ends with Sunday, such as SAT-SUN, counts it as 7.
  const said = place === 4 ? field.replaceAll('-SUN', '-7') : field;
  return place === 4 ? DAYS.reduce((days, name, i) => days.replaceAll(name, String(i)), said) : said;
}

/** `W` only for days that every month has: what it means beyond them is not documented. */
function dayInMonth(field: string): Field | undefined {
  return /^(L|([1-9]|1\d|2[0-8])W)$/.test(field) ? { special: field } : plain(field, DAY_OF_MONTH);
}

function dayInWeek(field: string): Field | undefined {
  const [, day, which] = /^([0-7])(L|#[1-5])$/.exec(field) ?? [];
  if (day !== undefined) return { special: `${(Number(day) % 7) + 1}${which}` };
  const week = plain(field, DAY_OF_WEEK);
  if (!week || !('values' in week)) return week;
  return { values: [...new Set(week.values.map((value) => value % 7))].sort((a, b) => a - b) };
}

/** A list of numbers, ranges and steps; undefined for anything else. */
function plain(field: string, form: Form): Field | undefined {
  const parts = field.split(',').map((part) => valuesOf(part, form));
  const values = parts.flatMap((part) => part ?? []);
  return parts.includes(undefined) ? undefined : { values: [...new Set(values)].sort((a, b) => a - b) };
}

function valuesOf(part: string, { first, last }: Form): readonly number[] | undefined {
  const found = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
  if (!found) return undefined;
  const [, star, from, to, step] = found;
  const low = star ? first : Number(from);
  const high = star ? last : Number(to ?? from);
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((high - low) / by) + 1 }, (_, i) => low + i * by);
}

/** `*`, a step from a first value to the end, or a list of values and ranges. */
function written(field: Field | undefined, form: Form): string | undefined {
  if (!field) return undefined;
  if ('special' in field) return field.special;
  const last = form.names ? form.names.length - 1 : form.last;
  if (field.values.length === last - form.first + 1) return '*';
  return (form.steps && asStep(field.values, last)) || asList(field.values, form);
}

function asStep(values: readonly number[], last: number): string | undefined {
  const [first = 0, second = 0] = values;
  const by = second - first;
  const isRow = values.length > 2 && by > 1 && values.every((value, i) => value === first + i * by);
  return isRow && first + values.length * by > last ? `${first}/${by}` : undefined;
}

function asList(values: readonly number[], { names }: Form): string {
  const nameOf = (value: number | undefined) => names?.[value ?? 0] ?? String(value);
  return runsIn(values)
    .map((run) => (run.length > 2 ? `${nameOf(run[0])}-${nameOf(run.at(-1))}` : run.map(nameOf).join(',')))
    .join(',');
}

/** `values` cut into runs without gaps. */
function runsIn(values: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs;
}
