import { startRun } from '../../../core/jobs/start-run.ts';
import { JobDesk } from './job-desk.ts';

const HOUR = 3_600;
const WISH = {
  job: 'train',
  reason: 'to see',
  actor: { sub: 'dev', kind: 'human' },
  correlationId: 'c',
} as const;

let desk: JobDesk;
beforeEach(async () => {
  desk = await JobDesk.open();
});
afterEach(() => desk.close());

const statuses = async () => (await desk.runs()).map(({ tick, status }) => `${tick.slice(-5)} ${status}`);

describe('overlapping runs', () => {
  const often = { schedule: '*/2 * * * *' } as const;

  it('are skipped', async () => {
    await desk.schedule(often);
    await desk.pass(240);
    expect(await statuses()).toEqual(['12:04 SKIPPED_OVERLAP', '12:02 RUNNING']);
  });

  it('are allowed', async () => {
    await desk.schedule({ ...often, concurrencyPolicy: 'Allow' });
    await desk.pass(240);
    expect(await statuses()).toEqual(['12:04 STARTING', '12:02 RUNNING']);
  });

  it('take the place of the one before, once its task is gone', async () => {
    await desk.schedule({ ...often, concurrencyPolicy: 'Replace' });
    await desk.pass(240);
    expect(await statuses()).toEqual(['12:04 SCHEDULED', '12:02 CANCELLED']);
    await desk.pass(60);
    expect((await statuses())[0]).toBe('12:04 STARTING');
    const [second, first] = await desk.runs();
    expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(first?.attempts[0]?.endedAt ?? ''),
    );
  });

  it('that are caught up run one after another', async () => {
    await desk.schedule({ catchUp: 'all', startingDeadlineSec: 3 * HOUR });
    await desk.skip(3 * HOUR + 600);
    await desk.tick();
    expect(await statuses()).toEqual(['15:00 SCHEDULED', '14:00 SCHEDULED', '13:00 STARTING']);
    await desk.pass(1_200);
    expect(await statuses()).toEqual(['15:00 SUCCEEDED', '14:00 SUCCEEDED', '13:00 SUCCEEDED']);
    expect((await desk.runs()).map(({ trigger }) => trigger)).toEqual(['catch-up', 'catch-up', 'catch-up']);
  });
});

describe('six hours of downtime', () => {
  it('are answered by one run, the others are shown as missed', async () => {
    await desk.schedule();
    await desk.skip(6.5 * HOUR);
    await desk.pass(600);
    expect(await statuses()).toEqual([
      '18:00 SUCCEEDED',
      ...['17:00', '16:00', '15:00', '14:00', '13:00'].map((tick) => `${tick} MISSED`),
    ]);
  });

  it('of a job that runs each minute leave no more runs than its history', async () => {
    await desk.schedule({ schedule: '* * * * *', history: 50 });
    await desk.skip(6 * HOUR + 300);
    await desk.tick();
    await desk.pass(60);
    expect((await desk.runs()).length).toBeLessThanOrEqual(51);
    expect((await desk.job()).decidedUpTo > '2026-03-02T18:05').toBe(true);
  });
});

describe('a job that is paused', () => {
  it('shows what it skips, and owes nothing when it wakes', async () => {
    await desk.schedule();
    await desk.change('suspend');
    await desk.pass(HOUR);
    expect(await statuses()).toEqual(['13:00 SKIPPED_SUSPENDED']);
    await desk.skip(1.5 * HOUR);
    await desk.change('resume');
    await desk.tick();
    expect(await statuses()).toEqual(['13:00 SKIPPED_SUSPENDED']);
    await desk.pass(HOUR / 2);
    expect((await statuses())[0]).toBe('15:00 STARTING');
  });

  it('is a Change each time, and none when it is so already', async () => {
    const made = await desk.schedule();
    expect((await desk.schedule()).id).toBe(made.id);
    const paused = await desk.change('suspend');
    expect((await desk.change('suspend')).id).toBe(paused.id);
    expect((await desk.job()).revision).toBe(2);
  });

  it('is retired with its run cancelled, and comes back by being scheduled', async () => {
    await desk.schedule();
    await desk.pass(HOUR + 120);
    const retired = await desk.change('retire');
    expect((await desk.change('retire')).id).toBe(retired.id);
    await desk.pass(60);
    expect(await desk.run()).toMatchObject({ status: 'CANCELLED', statusReason: 'The job was retired.' });
    await expect(desk.change('resume')).rejects.toMatchObject({ code: 'job.illegal_state' });
    await expect(startRun(desk.ports, WISH)).rejects.toMatchObject({ code: 'job.illegal_state' });
    await desk.schedule();
    expect((await desk.job()).status).toBe('ACTIVE');
  });
});
