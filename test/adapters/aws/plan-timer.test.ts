import { planTimer } from '../../../adapters/aws/plan-timer.ts';
import type { Job, JobSpecInput } from '../../../core/contract/job.ts';
import { nextTicks } from '../../../core/jobs/schedule.ts';
import { NOW, someJob } from '../../core/jobs/some-jobs.ts';

const plan = (spec: Partial<JobSpecInput>, more: Partial<Job> = {}, now = NOW) =>
  planTimer(someJob(spec, more), now);

describe('the schedule of a job', () => {
  it('is its cron expression on its own clock', () => {
    expect(plan({ schedule: '30 2 * * 1-5', timeZone: 'America/New_York' })).toEqual({
      kind: 'schedule',
      expression: 'cron(30 2 ? * MON-FRI *)',
      timeZone: 'America/New_York',
      state: 'ENABLED',
      once: false,
    });
  });

  it.each([
    ['rate(15 minutes)', 'rate(15 minutes)', '2026-03-02T12:15:00.000Z'],
    ['rate(1 minute)', 'rate(1 minute)', '2026-03-02T12:01:00.000Z'],
    ['rate(60 minutes)', 'rate(1 hour)', '2026-03-02T13:00:00.000Z'],
    ['rate(90 minutes)', 'rate(90 minutes)', '2026-03-02T13:30:00.000Z'],
    ['rate(24 hours)', 'rate(1 day)', '2026-03-03T00:00:00.000Z'],
    ['rate(7 days)', 'rate(7 days)', '2026-03-05T00:00:00.000Z'],
  ])('of %s is %s from its next tick on, in real time', (schedule, expression, startAt) => {
    const timed = { schedule, timeZone: 'America/New_York' };
    expect(plan(timed)).toMatchObject({ expression, startAt, timeZone: 'UTC', once: false });
    expect(nextTicks(timed, NOW, 1)[0]?.utc).toBe(startAt);
  });

  it('of one time is that instant, once', () => {
    const timed = { schedule: 'at(2026-06-01T02:00:00)', timeZone: 'Europe/Berlin' };
    expect(plan(timed)).toMatchObject({ expression: 'at(2026-06-01T00:00:00)', timeZone: 'UTC', once: true });
  });

  it('of a time that the clocks skip is the first minute after the gap', () => {
    const timed = { schedule: 'at(2026-03-08T02:30:00)', timeZone: 'America/New_York' };
    expect(plan(timed)).toMatchObject({ expression: 'at(2026-03-08T07:00:00)', timeZone: 'UTC' });
  });

  it('is the next tick alone where Scheduler cannot say what cron says', () => {
    expect(plan({ schedule: '0 0 1 * 1' })).toMatchObject({
      expression: 'at(2026-03-09T00:00:00)',
      timeZone: 'UTC',
      once: true,
    });
    const later = plan({ schedule: '0 0 1 * 1' }, {}, '2026-03-30T00:00:00.000Z');
    expect(later).toMatchObject({ expression: 'at(2026-04-01T00:00:00)' });
  });

  it('sleeps while the job is suspended', () => {
    expect(plan({}, { status: 'SUSPENDED' })).toMatchObject({ state: 'DISABLED' });
  });

  it.each<[string, Partial<JobSpecInput>, Partial<Job>]>([
    ['is retired', {}, { status: 'RETIRED' }],
    ['only people start', { schedule: 'manual' }, {}],
    ['had one time, which has passed', { schedule: 'at(2026-03-02T12:00:00)' }, {}],
  ])('is none for a job that %s', (_, spec, more) => {
    expect(plan(spec, more)).toEqual({ kind: 'none' });
  });
});
