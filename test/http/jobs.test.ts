import type { JobSpecInput } from '../../core/contract/job.ts';
import { HttpWorld, PROGRAM } from './world.ts';

const TRAIN = {
  name: 'train-recommender',
  image: 'govlab/train-recommender:v1',
  schedule: '30 2 * * *',
  timeZone: 'America/New_York',
  program: PROGRAM,
} as const satisfies JobSpecInput;
const JOB = `/jobs/${TRAIN.name}`;
const WHY = { body: { reason: 'because' } };

interface Runs {
  readonly items: readonly { readonly id: string; readonly status: string }[];
}

describe('jobs over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  const schedule = (spec: object = {}) => world.call('dev', 'POST', '/jobs', { body: { ...TRAIN, ...spec } });
  const run = async (body: object = {}) => (await world.call('dev', 'POST', `${JOB}/runs`, { body })).json;
  const runs = async () => (await world.call('dev', 'GET', `${JOB}/runs`)).json as unknown as Runs; // its schema was checked

  it('202: a job is scheduled by a Change, and the same spec again is the same Change', async () => {
    const first = await schedule();
    expect(first.status).toBe(202);
    expect(first.headers.get('location')).toBe(`/api/v1/changes/${first.json['id']}`);
    expect(first.json).toMatchObject({
      kind: 'job',
      status: 'DONE',
      target: { kind: 'job', name: TRAIN.name },
    });
    const before = await world.dump();
    expect((await schedule()).json['id']).toBe(first.json['id']);
    expect(await world.dump()).toBe(before);
  });

  it('200: a plan of a job changes nothing', async () => {
    const before = await world.dump();
    const { status, json } = await world.call('dev', 'POST', '/jobs?dryRun=true', { body: TRAIN });
    expect([status, json['status']]).toEqual([200, 'PLANNED']);
    expect(await world.dump()).toBe(before);
  });

  it('202: a job named after a builtin needs no image', async () => {
    const body = { name: 'optimize-resources', schedule: '0 2 * * *', program: PROGRAM };
    expect((await world.call('dev', 'POST', '/jobs', { body })).status).toBe(202);
    const { json } = await world.call('dev', 'GET', '/jobs/optimize-resources');
    expect(json).toMatchObject({ spec: { builtin: 'optimize-resources' }, status: 'ACTIVE' });
  });

  it('200: a job shows its next five fires, its runs, and what cannot be done with it', async () => {
    await schedule();
    const { status, json, headers } = await world.call('ana', 'GET', JOB);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe(`"${json['version']}"`);
    expect(json).toMatchObject({ late: false, recentRuns: [], spentThisMonthMicroUsd: 0 });
    expect(json['nextFires']).toHaveLength(5);
    expect(json['nextFires']).toMatchObject([
      { local: '2026-03-03T02:30', utc: '2026-03-03T07:30:00.000Z' },
      {},
      {},
      {},
      {},
    ]);
    expect(json['refused']).toEqual({ resume: `${TRAIN.name} is not suspended.` });
  });

  it('200: jobs by name, the retired ones only if asked for', async () => {
    await schedule();
    await schedule({ name: 'another' });
    await world.call('dev', 'POST', `${JOB}/retire`, WHY);
    const names = async (query: string) =>
      ((await world.call('ana', 'GET', `/jobs${query}`)).json['items'] as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names('')).toEqual(['another']);
    expect(await names('?retired=include')).toEqual(['another', TRAIN.name]);
  });

  it('202: a job is paused, woken and retired, each by a Change', async () => {
    await schedule();
    for (const [verb, status] of [
      ['suspend', 'SUSPENDED'],
      ['resume', 'ACTIVE'],
      ['retire', 'RETIRED'],
    ] as const) {
      expect((await world.call('dev', 'POST', `${JOB}/${verb}`, WHY)).status).toBe(202);
      expect((await world.call('dev', 'GET', JOB)).json['status']).toBe(status);
    }
  });

  it('409: a retired job is neither woken nor run', async () => {
    await schedule();
    await world.call('dev', 'POST', `${JOB}/retire`, WHY);
    const woken = await world.call('dev', 'POST', `${JOB}/resume`, WHY);
    expect([woken.status, woken.json['code']]).toEqual([409, 'job.illegal_state']);
    const begun = await world.call('dev', 'POST', `${JOB}/runs`, { body: {} });
    expect([begun.status, begun.json['code']]).toEqual([409, 'job.illegal_state']);
  });

  it('202: a run is started now, once a key, and can be watched to its end', async () => {
    await schedule();
    const headers = { 'idempotency-key': 'one' };
    const first = await world.call('dev', 'POST', `${JOB}/runs`, { body: {}, headers });
    const again = await world.call('dev', 'POST', `${JOB}/runs`, { body: {}, headers });
    expect([first.status, again.json['id']]).toEqual([202, first.json['id']]);
    const path = `${JOB}/runs/${first.json['id']}`;
    expect(first.headers.get('location')).toBe(`/api/v1${path}`);
    await world.pass(400);
    const { status, json } = await world.call('ana', 'GET', path);
    expect([status, json['status'], json['trigger']]).toEqual([200, 'SUCCEEDED', 'manual']);
    expect((await runs()).items).toHaveLength(1);
  });

  it('409: a run is not started beside another that may not overlap', async () => {
    await schedule();
    await run();
    const second = await world.call('dev', 'POST', `${JOB}/runs`, { body: {} });
    expect([second.status, second.json['code']]).toEqual([409, 'job.illegal_state']);
  });

  it('202: a past tick is backfilled; 422: what is none, or has not come', async () => {
    await schedule();
    expect(await run({ backfillTick: '2026-03-01T02:30' })).toMatchObject({
      trigger: 'backfill',
      status: 'SCHEDULED',
    });
    for (const backfillTick of ['2026-03-01T02:31', '2026-03-04T02:30', '2026-13-01T02:30', 'yesterday']) {
      const wrong = await world.call('dev', 'POST', `${JOB}/runs`, { body: { backfillTick } });
      expect(wrong.status).toBe(422);
      expect(wrong.json['errors']).toMatchObject([{ field: 'backfillTick' }]);
    }
  });

  it('200: a run is cancelled, and cancelled again answers the same; 409: not once it has ended', async () => {
    await schedule();
    const path = `${JOB}/runs/${(await run())['id']}`;
    await world.pass(120);
    const first = await world.call('dev', 'POST', `${path}/cancel`, WHY);
    expect([first.status, first.json['status']]).toEqual([200, 'CANCELLED']);
    await world.pass(60);
    const again = await world.call('dev', 'POST', `${path}/cancel`, { body: { reason: 'once more' } });
    expect(again.json).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'because',
      attempts: [{ exitCode: 143 }],
    });
    const other = `${JOB}/runs/${(await run())['id']}`;
    await world.pass(400);
    const late = await world.call('dev', 'POST', `${other}/cancel`, WHY);
    expect([late.status, late.json['code']]).toEqual([409, 'run.illegal_state']);
  });

  it('200: a run reports its metrics; 403: not with the token of another; 409: not after its end', async () => {
    await schedule();
    const { id } = await run();
    await world.embedded.world.settle();
    const body = { metrics: { loss: 0.1 } };
    const report = (sub: string) => {
      const task = { sub, kind: 'task', name: 'task', roles: ['task'], groups: [] } as const;
      return world.call(task, 'POST', `${JOB}/runs/${id}/metrics`, { body });
    };
    const own = await report(`run/${TRAIN.name}/${id}`);
    expect([own.status, own.json['metrics']]).toEqual([200, { loss: 0.1 }]);
    const stranger = await report(`run/${TRAIN.name}/another`);
    expect([stranger.status, stranger.json['code']]).toEqual([403, 'request.forbidden']);
    const audit = await world.call('aud', 'GET', '/audit?action=access.denied');
    expect(audit.json['items']).toMatchObject([{ outcome: 'denied', target: TRAIN.name }]);
    await world.pass(400);
    const late = await world.call('dev', 'POST', `${JOB}/runs/${id}/metrics`, {
      body: { metrics: { more: 1 } },
    });
    expect([late.status, late.json['code']]).toEqual([409, 'run.illegal_state']);
  });

  it('200: home shows a job whose last run failed, until one succeeds', async () => {
    await schedule({ image: 'govlab/train-recommender:v2-crash', retries: { max: 0 } });
    await run();
    await world.pass(300);
    const incidents = async () => (await world.call('ana', 'GET', '/home')).json['incidents'];
    expect(await incidents()).toMatchObject([
      { kind: 'job', job: TRAIN.name, title: `The last run of ${TRAIN.name} failed` },
    ]);
    await schedule();
    await run();
    await world.pass(400);
    expect(await incidents()).toEqual([]);
  });

  it('200: every step of a run stands in the audit trail of its job', async () => {
    await schedule();
    await run();
    await world.pass(400);
    const { json } = await world.call('aud', 'GET', `/audit?stream=job/${TRAIN.name}`);
    const actions = (json['items'] as { action: string }[]).map(({ action }) => action);
    expect(actions.reverse()).toEqual([
      'change.requested',
      'change.executed',
      'run.scheduled',
      'run.started',
      'run.reported',
      'run.succeeded',
    ]);
  });
});
