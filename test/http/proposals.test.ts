import { runOptimizer } from '../../core/optimizer/run-optimizer.ts';
import { HttpWorld, SPECS } from './world.ts';

const UNKNOWN = '01JD0000000000000000000000';

/** Far more memory than it uses; a person applies what the night recommends. */
const generous = { ...SPECS.ingest, memoryMiB: 4_096, replicas: { min: 2, max: 2 } } as const;

describe('proposals over HTTP', () => {
  let world: HttpWorld;
  let id: string;
  beforeAll(async () => {
    world = await HttpWorld.withPortal(generous);
    await world.pass(26 * 3_600);
    await runOptimizer(world.embedded.ports, { runId: 'night-1', correlationId: 'test' });
    const { json } = await world.call('ana', 'GET', '/proposals?service=job-ingest');
    id = String((json['items'] as readonly { readonly id: string }[])[0]?.id);
  }, 30_000);
  afterAll(() => world.close());

  it('200: a page of proposals, of all services or of one', async () => {
    const all = await world.call('ana', 'GET', '/proposals');
    expect(all.json['items']).toMatchObject([
      { service: 'job-ingest', class: 'REDUCE', status: 'RECOMMENDED' },
    ]);
    expect((await world.call('ana', 'GET', '/proposals?service=nobody')).json['items']).toEqual([]);
  });

  it('200: one proposal with evidence, alternatives and every number in words', async () => {
    const { status, json, headers } = await world.call('ana', 'GET', `/proposals/${id}`);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(json).toMatchObject({ after: { memoryMiB: 2_048 }, evidence: { outOfMemoryKills: 0 } });
    expect(json['alternatives']).toHaveLength(2);
    expect(String(json['explanation'])).toContain('A month, compute only: floor');
  });

  it('404: no such proposal', async () => {
    expect((await world.call('ana', 'GET', `/proposals/${UNKNOWN}`)).json['code']).toBe('proposal.not_found');
    expect((await world.call('dev', 'POST', `/proposals/${UNKNOWN}/apply`)).status).toBe(404);
  });

  it('400: a cursor of another list', async () => {
    expect((await world.call('ana', 'GET', '/proposals?cursor=nonsense')).status).toBe(400);
  });

  it('422: a service name that cannot be one', async () => {
    expect((await world.call('ana', 'GET', '/proposals?service=NOT_A_NAME')).status).toBe(422);
    expect((await world.call('dev', 'POST', '/proposals/not-an-id/apply')).status).toBe(422);
  });

  it('401 and 403: nobody, and who may not deploy, apply nothing', async () => {
    const before = await world.dump();
    expect((await world.call('nobody', 'POST', `/proposals/${id}/apply`)).status).toBe(401);
    expect((await world.call('ana', 'POST', `/proposals/${id}/apply`)).status).toBe(403);
    expect((await world.call('ana', 'GET', `/proposals/${id}`)).json['status']).toBe('RECOMMENDED');
    expect(before).toContain('RECOMMENDED');
  });

  it('202: a person applies it as a change; 409: not twice', async () => {
    const { status, json, headers } = await world.call('dev', 'POST', `/proposals/${id}/apply`);
    expect(status).toBe(202);
    expect(json).toMatchObject({ kind: 'optimize', requestedBy: { sub: 'dev' } });
    expect(headers.get('location')).toBe(`/api/v1/changes/${json['id']}`);
    const again = await world.call('dev', 'POST', `/proposals/${id}/apply`);
    expect([again.status, again.json['code']]).toEqual([409, 'proposal.illegal_state']);
    await world.pass(900);
    expect((await world.call('ana', 'GET', `/proposals/${id}`)).json['status']).toBe('VERIFYING');
    expect((await world.call('ana', 'GET', '/services/job-ingest')).json['spec']).toMatchObject({
      memoryMiB: 2_048,
    });
  });

  it('200: what was saved this month, predicted beside realised', async () => {
    const { status, json } = await world.call('ana', 'GET', '/savings');
    expect(status).toBe(200);
    expect(json).toMatchObject({ month: '2026-03', realisedMicroUsd: 0, proposals: 1, reverted: 0 });
    expect(Number(json['predictedMicroUsd'])).toBeGreaterThan(0);
  });
});
