import { HttpWorld, PROGRAM, SPECS } from './world.ts';

const { ingest } = SPECS;
const GOOD = 'govlab/job-ingest:v3';

describe('deploying a service over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  it('202: a new service is taken and its Change can be watched to its end', async () => {
    const taken = await world.call('dev', 'POST', '/services', { body: ingest });
    expect(taken.status).toBe(202);
    expect(taken.headers.get('location')).toBe(`/api/v1/changes/${taken.json['id']}`);
    await world.pass(900);
    const change = await world.call('dev', 'GET', `/changes/${taken.json['id']}`);
    expect(change.json['status']).toBe('DONE');
    const service = await world.call('dev', 'GET', '/services/job-ingest');
    expect(service.json).toMatchObject({ status: 'HEALTHY', observed: { running: 2 } });
  });

  it('200: a dry run answers the plan and stores nothing', async () => {
    const before = await world.dump();
    const { status, json, headers } = await world.call('dev', 'POST', '/services?dryRun=true', {
      body: ingest,
    });
    expect(status).toBe(200);
    expect(headers.get('location')).toBeNull();
    expect(json).toMatchObject({ status: 'PLANNED', plan: { budget: { verdict: 'fits' } } });
    expect(await world.dump()).toBe(before);
  });

  it('404: a program without a budget', async () => {
    const answer = await world.call('dev', 'POST', '/services', { body: { ...ingest, program: 'other' } });
    expect(answer.json['code']).toBe('budget.not_found');
  });

  it('the same spec again creates nothing and answers the same Change', async () => {
    const first = await world.call('dev', 'POST', '/services', { body: ingest });
    await world.pass(900);
    const before = await world.call('dev', 'GET', '/changes');
    const again = await world.call('dev', 'POST', '/services', { body: ingest });
    expect(again.json['id']).toBe(first.json['id']);
    expect((await world.call('dev', 'GET', '/changes')).json).toEqual(before.json);
  });

  it('the caller is who the token says, whatever the call says', async () => {
    const { json } = await world.call('dev', 'POST', '/services', {
      body: ingest,
      headers: { 'x-user': 'ana', 'x-correlation-id': 'mine-1' },
    });
    expect(json).toMatchObject({ requestedBy: { sub: 'dev', kind: 'human' }, correlationId: 'mine-1' });
  });
});

describe('altering a service over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal(ingest);
  });
  afterEach(() => world.close());

  const service = async () => (await world.call('dev', 'GET', '/services/job-ingest')).json;

  it('202: an update changes what it names and keeps the rest', async () => {
    const body = { image: GOOD, scaling: { targets: { cpu: 0.5 } } };
    const { status, json } = await world.call('dev', 'PATCH', '/services/job-ingest', { body });
    expect(status).toBe(202);
    expect(json['intent']).toMatchObject({
      kind: 'update',
      spec: { cpuUnits: 512, program: PROGRAM, scaling: { targets: { cpu: 0.5, memory: 0.8, p95Ms: 500 } } },
    });
  });

  it('412: an update of a version that is not the newest', async () => {
    const read = await world.call('dev', 'GET', '/services/job-ingest');
    const headers = { 'if-match': read.headers.get('etag') ?? '' };
    const first = await world.call('dev', 'PATCH', '/services/job-ingest', { body: { owner: 'a' }, headers });
    expect(first.status).toBe(202);
    const second = await world.call('dev', 'PATCH', '/services/job-ingest', {
      body: { owner: 'b' },
      headers,
    });
    expect(second.status).toBe(412);
    expect(second.json).toMatchObject({ code: 'version.mismatch' });
    expect(await service()).toMatchObject({ spec: { owner: 'a' } });
  });

  it('404: an update of no service', async () => {
    const answer = await world.call('dev', 'PATCH', '/services/no-such', { body: { owner: 'a' } });
    expect(answer.status).toBe(404);
  });

  it('updates at the same time lose none of their fields', async () => {
    const fields = [{ owner: 'me' }, { tier: 'critical' }, { optimize: 'off' }, { onDrift: 'revert' }];
    const answers = await Promise.all(
      fields.map((body) => world.call('dev', 'PATCH', '/services/job-ingest', { body })),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(await service()).toMatchObject({ spec: Object.assign({}, ...fields) });
  });

  it('202: bounds are set, with the money they allow', async () => {
    const body = { min: 2, max: 3 };
    const { status, json } = await world.call('dev', 'PUT', '/services/job-ingest/bounds', { body });
    expect(status).toBe(202);
    expect(json).toMatchObject({ kind: 'bounds', plan: { budget: { verdict: 'no raise' } } });
    expect(await service()).toMatchObject({ bounds: body });
  });

  it('412: bounds of a version that is not the newest', async () => {
    const headers = { 'if-match': '"1"' };
    const body = { min: 2, max: 3 };
    const answer = await world.call('dev', 'PUT', '/services/job-ingest/bounds', { body, headers });
    expect(answer.status).toBe(412);
  });

  it('200: a count inside the bounds is a decision', async () => {
    const body = { desiredCount: 3, reason: 'a fair is on' };
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/scale', { body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ outcome: 'SCALED_OUT', from: 2, to: 3, actor: 'dev' });
  });

  it('422: a count outside the approved bounds', async () => {
    const body = { desiredCount: 9 };
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/scale', { body });
    expect(status).toBe(422);
    expect(json['code']).toBe('service.out_of_bounds');
  });

  it('404: no earlier revision to roll back to', async () => {
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/rollback');
    expect(status).toBe(404);
    expect(json['code']).toBe('revision.not_found');
  });

  it('202: a rollback without a number takes the newest success before', async () => {
    await world.call('dev', 'PATCH', '/services/job-ingest', { body: { environment: { MODE: 'new' } } });
    await world.pass(900);
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/rollback');
    expect(status).toBe(202);
    expect(json['intent']).toEqual({ kind: 'rollback', toRevision: 1 });
  });

  it('404: a rollback to a revision that is not kept', async () => {
    const body = { toRevision: 77 };
    expect((await world.call('dev', 'POST', '/services/job-ingest/rollback', { body })).status).toBe(404);
  });

  it('422: an image that no registry has', async () => {
    const body = { image: 'govlab/never-built:v9' };
    const { status, json } = await world.call('dev', 'PATCH', '/services/job-ingest', { body });
    expect(status).toBe(422);
    expect(json['code']).toBe('service.preflight_failed');
  });

  it('200: a deployment in flight is stopped; 409: there is none', async () => {
    const stop = () =>
      world.call('dev', 'POST', '/services/job-ingest/deployment/stop', { body: { reason: 'no' } });
    const none = await stop();
    expect(none.status).toBe(409);
    expect(none.json['code']).toBe('deployment.illegal_state');
    await world.call('dev', 'PATCH', '/services/job-ingest', { body: { environment: { A: 'b' } } });
    const stopped = await stop();
    expect(stopped.status).toBe(200);
    expect(stopped.json['status']).toBe('ROLLING_BACK');
  });

  it('409: drift is answered where there is none', async () => {
    const body = { field: 'environment', answer: 'revert' };
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/drift', { body });
    expect(status).toBe(409);
    expect(json['code']).toBe('service.no_drift');
  });

  it('202: drift is reverted', async () => {
    const byHand = { service: 'job-ingest', environment: { HACKED: 'yes' } };
    await world.call('nobody', 'POST', '/dev/cloud', { body: byHand });
    await world.pass(180);
    expect(await service()).toMatchObject({ drifted: true });
    const body = { field: 'environment', answer: 'revert' };
    expect((await world.call('dev', 'POST', '/services/job-ingest/drift', { body })).status).toBe(202);
    await world.pass(900);
    expect(await service()).toMatchObject({ drifted: false });
  });

  it('409: a live service depends on the one to retire', async () => {
    const body = { ...ingest, name: 'reports', dependsOn: ['job-ingest'], replicas: { min: 1, max: 1 } };
    await world.call('dev', 'POST', '/services', { body });
    await world.pass(900);
    const { status, json } = await world.call('dev', 'POST', '/services/job-ingest/retire');
    expect(status).toBe(409);
    expect(json['code']).toBe('service.has_dependants');
  });

  it('202: retire and restore; 409: in the wrong order', async () => {
    const restore = () =>
      world.call('dev', 'POST', '/services/job-ingest/restore', { body: { reason: 'needed again' } });
    expect((await restore()).json['code']).toBe('service.illegal_state');
    expect((await world.call('dev', 'POST', '/services/job-ingest/retire')).status).toBe(202);
    await world.pass(900);
    expect(await service()).toMatchObject({ status: 'RETIRED' });
    const update = await world.call('dev', 'PATCH', '/services/job-ingest', { body: { owner: 'a' } });
    expect(update.status).toBe(409);
    expect((await restore()).status).toBe(202);
    await world.pass(900);
    expect(await service()).toMatchObject({ status: 'HEALTHY' });
  });
});
