import fc from 'fast-check';
import { schedulerCron } from '../../../adapters/aws/cron-expression.ts';
import { parseSchedule } from '../../../core/jobs/parse-schedule.ts';
import { nextTicks } from '../../../core/jobs/schedule.ts';
import { schedulerTicks } from './cron-oracle.ts';

describe('a cron expression as EventBridge Scheduler takes it', () => {
  it.each([
    ['0 2 * * *', 'cron(0 2 * * ? *)'],
    ['*/15 9-17 * * 1-5', 'cron(0/15 9-17 ? * MON-FRI *)'],
    ['0-30/10 * * * *', 'cron(0,10,20,30 * * * ? *)'],
    ['0 0 1 1,7 *', 'cron(0 0 1 1,7 ? *)'],
    ['0 0 1 jan-mar *', 'cron(0 0 1 1-3 ? *)'],
    ['0 3 * * 0', 'cron(0 3 ? * SUN *)'],
    ['0 3 * * 7', 'cron(0 3 ? * SUN *)'],
    ['0 3 * * 5-7', 'cron(0 3 ? * SUN,FRI,SAT *)'],
    ['0 3 * * SAT-SUN', 'cron(0 3 ? * SUN,SAT *)'],
    ['0 3 * * 0-6', 'cron(0 3 ? * * *)'],
    ['0 3 ? * MON', 'cron(0 3 ? * MON *)'],
    ['0 0 */2 * *', 'cron(0 0 1/2 * ? *)'],
    ['0 0 * */3 *', 'cron(0 0 * 1/3 ? *)'],
  ])('%s is %s', (cron, expression) => {
    expect(schedulerCron(cron)).toBe(expression);
  });

  // The right-hand sides stand in the EventBridge Scheduler User Guide, "Schedule types", and the EventBridge User
  // Guide, "Cron expressions reference", as examples or in the table of wildcards.
  it.each([
    ['15 10 L * *', 'cron(15 10 L * ? *)'],
    ['15 10 * * FRIL', 'cron(15 10 ? * 6L *)'],
    ['0 8 * * 2#2', 'cron(0 8 ? * 3#2 *)'],
    ['0 8 3W * *', 'cron(0 8 3W * ? *)'],
    ['0 18 * * MON-FRI', 'cron(0 18 ? * MON-FRI *)'],
    ['0 8 1 * *', 'cron(0 8 1 * ? *)'],
  ])('%s is %s, as AWS documents it', (cron, expression) => {
    expect(schedulerCron(cron)).toBe(expression);
  });

  it.each([
    ['0 0 1 * 1', 'the 1st and every Monday'],
    ['0 0 */2 * MON', 'every other day and every Monday'],
    ['0 0 13 * +5', 'Friday the 13th'],
    ['0 0 LW * *', 'the last weekday'],
    ['0 0 31W * *', 'a day that not every month has'],
    ['0 0 1,L * *', 'a list with the last day'],
    ['0 0 * * 1#1,1#3', 'two Mondays, which Scheduler takes for two expressions'],
    ['0 0 * * MON-FRI#1', 'the first of several days'],
  ])('%s is not written: %s', (cron) => {
    expect(parseSchedule({ schedule: cron, timeZone: 'UTC' }).kind).toBe('cron');
    expect(schedulerCron(cron)).toBeUndefined();
  });

  it('fires in the same minutes, whatever is asked for', () => {
    fc.assert(
      fc.property(cron, instant, (schedule, from) => {
        const expression = schedulerCron(schedule);
        if (expression === undefined) return expect(isEither(schedule)).toBe(true);
        expect(expression.length).toBeLessThanOrEqual(256); // ScheduleExpression, EventBridge Scheduler API Reference
        const afterMs = Date.parse(from);
        const untilMs = afterMs + HORIZON_MS;
        const wanted = nextTicks({ schedule, timeZone: 'UTC' }, from, 30)
          .map(({ local }) => local)
          .filter((local) => Date.parse(`${local}Z`) < untilMs);
        expect(schedulerTicks(expression, { afterMs, untilMs, count: 30 })).toEqual(wanted);
      }),
      // Thirty ticks of a yearly schedule lie beyond the years that are looked at: they are cut on both sides.
      { numRuns: 200, examples: [['0 0 * 1 5L', '2026-01-01T00:00:00.000Z']] },
    );
  });
});

/** Eight years, in which the rarest day of a month, a leap day, is found. */
const HORIZON_MS = (8 * 366 + 1) * 86_400_000;

const instant = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2029, 0, 1) / 60_000 })
  .map((minute) => new Date(minute * 60_000).toISOString());

/** A field of numbers, ranges and steps from `low` to `high`. */
function field(low: number, high: number): fc.Arbitrary<string> {
  const value = fc.integer({ min: low, max: high });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: high - low });
  const part = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([of, by]) => `${of}/${by}`),
    step.map((by) => `*/${by}`),
  );
  return fc.oneof(
    fc.constant('*'),
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(',')),
  );
}

/** Days that exist in every month, so that no expression is refused for never firing. */
const dayOfMonth = fc.oneof(field(1, 28), fc.constantFrom('L', '1W', '15W', '28W', '?'));
const dayOfWeek = fc.oneof(
  field(0, 7),
  fc.constantFrom('FRIL', '0L', '7#1', '5#5', 'MON-WED,SUN', 'SAT-SUN', '?'),
);
const days = fc.oneof(
  dayOfMonth.map((day) => [day, '*']),
  dayOfWeek.map((day) => ['*', day]),
  fc.tuple(dayOfMonth, dayOfWeek),
);
const cron = fc
  .tuple(field(0, 59), field(0, 23), days, field(1, 12))
  .map(([minute, hour, [day, week], month]) => `${minute} ${hour} ${day} ${month} ${week}`);

/** Whether both kinds of days are restricted. */
function isEither(schedule: string): boolean {
  const [, , day = '', , week = ''] = schedule.split(' ');
  return !/^[*?]$/.test(day) && !/^[*?]$/.test(week);
}
