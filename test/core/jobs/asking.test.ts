import { requestChange } from '../../../core/changes/request-change.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { startRun } from '../../../core/jobs/start-run.ts';
import { noPolicies } from '../../../core/policy/no-policies.ts';
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

describe('what may not run', () => {
  it('is blocked by the job budget, at the tick and when people ask', async () => {
    await desk.schedule({ budgetMonthlyUsd: 0.001 });
    await desk.pass(HOUR);
    expect(await desk.run()).toMatchObject({
      status: 'BLOCKED_BUDGET',
      statusReason: expect.stringContaining('left this month'),
    });
    expect(await startRun(desk.ports, WISH)).toMatchObject({ status: 'BLOCKED_BUDGET', trigger: 'manual' });
    expect(desk.calls('RunTask')).toBe(0);
  });

  it('is blocked by policy, and audited as denied', async () => {
    await desk.schedule();
    const verdict = async () =>
      ({
        status: 'rejected',
        policy: 'LAB-7',
        traceId: 't',
        clause: 'images from elsewhere',
        obligations: [],
      }) as const;
    desk.ports = { ...desk.ports, admission: { ...noPolicies, verdict } };
    await desk.pass(HOUR);
    expect(await desk.run()).toMatchObject({
      status: 'BLOCKED_POLICY',
      statusReason: 'Policy forbids it: images from elsewhere',
    });
    expect((await desk.job()).lastEnded?.status).toBe('BLOCKED_POLICY');
  });

  it('is not started where policy asks for a review that nobody made', async () => {
    await desk.schedule();
    const verdict = async () =>
      ({ status: 'needs manual review', policy: 'LAB-7', traceId: 't', obligations: [] }) as const;
    desk.ports = { ...desk.ports, admission: { ...noPolicies, verdict } };
    await desk.pass(HOUR);
    expect((await desk.run()).status).toBe('BLOCKED_POLICY');
  });
});

describe('a run that people ask for', () => {
  it('starts beside the schedule, once a key', async () => {
    await desk.schedule();
    const first = await startRun(desk.ports, { ...WISH, idempotencyKey: 'k1' });
    const again = await startRun(desk.ports, { ...WISH, idempotencyKey: 'k1' });
    expect(again.id).toBe(first.id);
    await desk.pass(400);
    expect(await desk.runs()).toMatchObject([{ trigger: 'manual', startedBy: 'dev', status: 'SUCCEEDED' }]);
  });

  it('is refused while another is not over', async () => {
    await desk.schedule();
    await startRun(desk.ports, WISH);
    await expect(startRun(desk.ports, WISH)).rejects.toMatchObject({ code: 'job.illegal_state' });
  });

  it('backfills a missed tick under the id that it always had', async () => {
    await desk.schedule();
    await desk.skip(6.5 * HOUR);
    await desk.pass(600);
    const missed = (await desk.runs()).find(({ tick }) => tick.endsWith('14:00'));
    const wish = { ...WISH, backfillTick: '2026-03-02T14:00' };
    const run = await startRun(desk.ports, wish);
    expect([run.id, run.status, run.trigger]).toEqual([missed?.id, 'SCHEDULED', 'backfill']);
    await desk.pass(400);
    const done = await startRun(desk.ports, wish);
    expect([done.id, done.status]).toEqual([run.id, 'SUCCEEDED']);
    expect(await desk.runs()).toHaveLength(6);
  });

  it('backfills ticks from before the job, one after another', async () => {
    await desk.schedule();
    await startRun(desk.ports, { ...WISH, backfillTick: '2026-03-01T03:00' });
    await startRun(desk.ports, { ...WISH, backfillTick: '2026-03-01T04:00' });
    await desk.pass(900);
    expect(await statuses()).toEqual(['04:00 SUCCEEDED', '03:00 SUCCEEDED']);
  });

  it.each([
    ['2026-03-01T03:30', 'no tick of the schedule'],
    ['2026-03-02T15:00', 'a tick that has not come'],
    ['2026-02-30T03:00', 'no date'],
  ])('is refused for %s: %s', async (backfillTick) => {
    await desk.schedule();
    await expect(startRun(desk.ports, { ...WISH, backfillTick })).rejects.toMatchObject({
      code: 'request.invalid',
      errors: [{ field: 'backfillTick' }],
    });
    expect(await desk.runs()).toEqual([]);
  });

  it('is refused for a tick whose run failed: it has had its run', async () => {
    await desk.schedule({ image: 'govlab/train-recommender:v2-crash', retries: { max: 0 } });
    await desk.pass(HOUR + 300);
    const again = startRun(desk.ports, { ...WISH, backfillTick: '2026-03-02T13:00' });
    await expect(again).rejects.toMatchObject({ code: 'run.illegal_state' });
  });
});

describe('a job that could never do its work', () => {
  it.each<[string, object, string]>([
    ['no image and no builtin of its name', { image: undefined }, 'image'],
    [
      'an image beside a builtin',
      { image: 'govlab/train-recommender:v1', builtin: 'optimize-resources' },
      'builtin',
    ],
    ['a time that has passed', { schedule: 'at(2026-03-01T02:00:00)' }, 'schedule'],
    ['six cron fields', { schedule: '0 0 2 * * *' }, 'schedule'],
    ['an unknown zone', { timeZone: 'Mars/Base' }, 'timeZone'],
  ])('is refused: %s', async (_what, spec, field) => {
    await expect(desk.schedule(spec)).rejects.toMatchObject({ code: 'request.invalid', errors: [{ field }] });
    await expect(desk.job()).rejects.toMatchObject({ code: 'job.not_found' });
  });

  it('is refused where its service is not there or is retired, and keeps a live one from being retired', async () => {
    await expect(desk.schedule({ targetService: 'ingest' })).rejects.toMatchObject({
      code: 'service.not_found',
    });
    const target = { kind: 'service', name: 'ingest' } as const;
    const ask = { target, requestedBy: WISH.actor, reason: 't', correlationId: 'c' };
    const spec = ServiceSpec.parse({ name: 'ingest', image: 'govlab/job-ingest:v1', program: 'grants' });
    await requestChange(desk.ports, { ...ask, intent: { kind: 'deploy', spec } });
    await desk.schedule({ targetService: 'ingest' });
    const retire = () => requestChange(desk.ports, { ...ask, intent: { kind: 'retire' } });
    await expect(retire()).rejects.toMatchObject({ code: 'service.has_dependants' });
    await desk.change('retire');
    await desk.embedded.world.advance(900);
    await retire();
    await expect(desk.schedule({ targetService: 'ingest' })).rejects.toMatchObject({
      code: 'service.illegal_state',
    });
  });

  it('may still be posted as it stands after its only time has come', async () => {
    const once = { schedule: 'at(2026-03-02T13:00:00)' } as const;
    const made = await desk.schedule(once);
    await desk.pass(HOUR + 400);
    expect(await statuses()).toEqual(['13:00 SUCCEEDED']);
    expect((await desk.schedule(once)).id).toBe(made.id);
  });
});
