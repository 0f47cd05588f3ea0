import { content, DECISION, signed } from '../policy/policy-samples.ts';
import { HttpWorld, PROGRAM, SPECS } from './world.ts';

const NAME = 'job-training-grant';

async function send(world: HttpWorld, message: object = {}) {
  return world.call('gov', 'POST', '/policies', { body: await signed(world, message) });
}

describe('receiving policies over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  it('202: a signed, approved version is in force at once where no bound task runs', async () => {
    const answer = await send(world);
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ name: NAME, number: 1, sourceVersion: 1, status: 'ACTIVE' });
    expect(answer.headers.get('location')).toBe(`/api/v1/policies/${NAME}/versions/1`);
    const { json } = await world.call('aud', 'GET', `/changes/${answer.json['changeId']}`);
    expect(json).toMatchObject({ kind: 'policy', status: 'DONE' });
  });

  it('403: an image from elsewhere is denied with the clause, and nothing is created', async () => {
    await send(world);
    const body = { ...SPECS.ingest, image: 'public/nginx:1.29' };
    const answer = await world.call('dev', 'POST', '/services', { body });
    expect(answer.status).toBe(403);
    expect(answer.json['code']).toBe('policy.denied');
    expect(answer.json['detail']).toContain('LAB-7.2 images from govlab only');
    expect((await world.call('dev', 'GET', '/services')).json['items']).toEqual([]);
    const { json } = await world.call('aud', 'GET', '/policy-decisions');
    expect(json['items']).toMatchObject([{ status: 'rejected', changeKind: 'deploy', policy: `${NAME}@1` }]);
  });

  it('200: tasks of a bound service download, verify and acknowledge it', async () => {
    await send(world, { content: content([PROGRAM]) });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(900);
    const service = await world.call('dev', 'GET', '/services/job-ingest');
    expect(service.json).toMatchObject({ status: 'HEALTHY', observed: { running: 2 } });
    const { json } = await world.call('dev', 'GET', `/policies/${NAME}`);
    expect(json).toMatchObject({ active: 1, convergence: 1, missing: [] });
    expect(json['matrix']).toEqual([{ service: 'job-ingest', versions: { '1': 2 } }]);
  });

  it('rolls a second version out in steps, and takes it back when its first task answers an error', async () => {
    await send(world, { content: content([PROGRAM]) });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(900);
    const bad = content([PROGRAM], { rego: 'package grants\n\nallow if {\n  input.ok\n' });
    const second = await send(world, { version: 2, content: bad });
    expect(second.json).toMatchObject({ number: 2, status: 'ROLLING_OUT', step: 0 });
    await world.pass(300);
    const { json } = await world.call('dev', 'GET', `/policies/${NAME}/versions/2`);
    expect(json).toMatchObject({ status: 'ROLLED_BACK' });
    const third = await world.call('dev', 'GET', `/policies/${NAME}`);
    expect(third.json).toMatchObject({ active: 3, convergence: 1, newest: { restores: 1 } });
    expect(DECISION.policy).toBe('LAB-7');
  });
});
