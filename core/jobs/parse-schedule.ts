import { Cron } from 'croner';
import type { JobSpec } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import { MS } from '../units.ts';
import { isTimeZone } from '../wall-clock.ts';

/** A schedule that was read. Wall-clock times are written as if they were UTC. */
export type Schedule =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'at'; readonly wallMs: number }
  | { readonly kind: 'manual' };

const UNITS = { minute: MS.minute, hour: MS.hour, day: MS.day } as const;

/** A longer rate would outlive what is looked back over after downtime. */
const LONGEST_RATE_MS = 31 * MS.day;

const FORMS =
  'use five cron fields such as "0 2 * * *", rate(15 minutes), at(2026-12-01T02:00:00), or manual';

/**
 * Reads a schedule and its time zone. Cron is croner's: five fields, names of days and months, `L`, `W`, `#`.
 * @throws OpsError `request.invalid` naming `schedule` or `timeZone`, with the remedy.
 */
export function parseSchedule({ schedule, timeZone }: Pick<JobSpec, 'schedule' | 'timeZone'>): Schedule {
  const key = `${schedule}\n${timeZone}`;
  const known = read.get(key);
  if (known) return known;
  if (!isTimeZone(timeZone))
    throw wrong(
      'timeZone',
      `${timeZone} is no time zone`,
      'use an IANA name such as America/New_York or UTC',
    );
  const parsed = parse(schedule);
  if (read.size >= MOST_READ) read.clear();
  read.set(key, parsed);
  return parsed;
}

/** Schedules read before; every tick of every job asks. */
const read = new Map<string, Schedule>();
const MOST_READ = 2_000;

function parse(text: string): Schedule {
  if (text === 'manual') return { kind: 'manual' };
  if (/^rate\b/.test(text)) return parseRate(text);
  if (/^at\b/.test(text)) return parseAt(text);
  return parseCron(text);
}

function parseRate(text: string): Schedule {
  const found = /^rate\((\d{1,6}) (minute|hour|day)s?\)$/.exec(text);
  // Safe: the pattern allows no other unit.
  const everyMs = Number(found?.[1] ?? 0) * UNITS[(found?.[2] ?? 'minute') as keyof typeof UNITS];
  if (everyMs > 0 && everyMs <= LONGEST_RATE_MS) return { kind: 'rate', everyMs };
  const problem = `${text} is not a rate from 1 minute to 31 days`;
  throw wrong('schedule', problem, 'use rate(15 minutes), rate(6 hours) or rate(1 day)');
}

function parseAt(text: string): Schedule {
  const found = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:00)?\)$/.exec(text)?.[1];
  const wallMs = Date.parse(`${found}:00Z`);
  if (found && Number.isFinite(wallMs) && new Date(wallMs).toISOString().startsWith(found))
    return { kind: 'at', wallMs };
  throw wrong('schedule', `${text} names no minute`, 'use at(2026-12-01T02:00:00), a time in timeZone');
}

function parseCron(text: string): Schedule {
  const fields = text.split(/\s+/).length;
  if (fields !== 5)
    throw wrong('schedule', `"${text}" has ${fields} cron field${fields === 1 ? '' : 's'}, not five`, FORMS);
  const cron = newCron(text);
  if (cron.nextRun(SOME_DAY)) return { kind: 'cron', cron };
  throw wrong('schedule', `"${text}" never fires`, 'name a date that exists, or use manual');
}

/** Any instant will do to see whether there is a next one: leap years come back within the horizon. */
const SOME_DAY = new Date(0);

/** Cron on a clock without changes: what clock changes do to a time is decided elsewhere. */
function newCron(text: string): Cron {
  try {
    return new Cron(text, { mode: '5-part', utcOffset: 0, paused: true });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : 'unreadable';
    throw wrong('schedule', `"${text}" is no cron expression: ${said}`, FORMS, cause);
  }
}

function wrong(field: string, problem: string, remedy: string, cause?: unknown): OpsError {
  return new OpsError('request.invalid', `${field}: ${problem}.`, {
    remedy: `${field}: ${remedy}.`,
    errors: [{ field, problem, remedy }],
    cause,
  });
}
