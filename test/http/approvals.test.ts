import type { Answer } from './answer.ts';
import { HttpWorld, SPECS } from './world.ts';

const { ingest } = SPECS;

/** Raises the bounds of job-ingest beyond the budget, so that people must agree. */
async function askForMore(
  world: HttpWorld,
): Promise<{ changeId: string; approvalId: string; digest: string }> {
  const body = { min: 2, max: 20, reason: 'the fair is on' };
  const { json } = await world.call('dev', 'PUT', '/services/job-ingest/bounds', { body });
  const approvalId = String(json['approvalId']);
  const approval = await world.call('ana', 'GET', `/approvals/${approvalId}`);
  return { changeId: String(json['id']), approvalId, digest: String(approval.json['planDigest']) };
}

describe('approvals over HTTP', () => {
  let world: HttpWorld;
  let asked: Awaited<ReturnType<typeof askForMore>>;
  beforeEach(async () => {
    world = await HttpWorld.withPortal(ingest);
    asked = await askForMore(world);
  });
  afterEach(() => world.close());

  const vote = (as: 'ana' | 'ben' | 'dev', verdict = 'approve', more: object = {}): Promise<Answer> =>
    world.call(as, 'POST', `/approvals/${asked.approvalId}/votes`, {
      body: { verdict, planDigest: asked.digest, ...more },
    });
  const bounds = async () => (await world.call('dev', 'GET', '/services/job-ingest')).json['bounds'];

  it('202: a raise beyond the budget waits for people', async () => {
    const { json } = await world.call('dev', 'GET', `/changes/${asked.changeId}`);
    expect(json).toMatchObject({ status: 'AWAITING_APPROVAL', plan: { budget: { verdict: 'exceeds' } } });
    expect(await bounds()).toEqual({ min: 2, max: 4 });
  });

  it('200: a page of what is open, as each viewer may act on it', async () => {
    const forAna = await world.call('ana', 'GET', '/approvals');
    const forDev = await world.call('dev', 'GET', '/approvals');
    expect(forAna.json['items']).toMatchObject([{ id: asked.approvalId, you: { mayVote: true } }]);
    expect(forDev.json['items']).toMatchObject([{ id: asked.approvalId, you: { mayVote: false } }]);
  });

  it('200: both votes raise the bounds', async () => {
    expect((await vote('ana')).json['status']).toBe('PENDING');
    const last = await vote('ben');
    expect(last.status).toBe(200);
    expect(last.headers.get('etag')).toBe(`"${last.json['version']}"`);
    expect(await bounds()).toEqual({ min: 2, max: 20 });
  });

  it('200: the same vote again changes nothing', async () => {
    await vote('ana');
    const before = await world.dump();
    expect((await vote('ana')).status).toBe(200);
    expect(await world.dump()).toBe(before);
  });

  it('409: another vote of the same person', async () => {
    await vote('ana');
    const { status, json } = await vote('ana', 'reject', { comment: 'on second thought' });
    expect(status).toBe(409);
    expect(json['code']).toBe('approval.already_voted');
  });

  it('409: a vote on a plan that is not the present one', async () => {
    const { status, json } = await vote('ana', 'approve', { planDigest: '0'.repeat(64) });
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: 'approval.stale', params: { planDigest: asked.digest } });
  });

  it('409: a vote after the end, with how it ended', async () => {
    expect((await vote('ben', 'reject', { comment: 'no money' })).json['status']).toBe('REJECTED');
    const { status, json } = await vote('ana');
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: 'approval.closed', params: { status: 'REJECTED' } });
    expect(await bounds()).toEqual({ min: 2, max: 4 });
  });

  it('409: a vote after nobody acted in time', async () => {
    // No tick has run yet: the effective state is worked out when it is read.
    world.embedded.clock.set(new Date(world.embedded.clock.now().getTime() + 73 * 3_600_000));
    expect((await vote('ana')).json['code']).toBe('approval.closed');
    const { json } = await world.call('ana', 'GET', '/approvals?status=all&limit=1');
    expect(json['items']).toMatchObject([{ status: 'EXPIRED' }]);
  });

  it('403: the requester votes on the own change, which is audited', async () => {
    const both = {
      sub: 'dev',
      kind: 'human',
      name: 'Dev',
      roles: ['approver', 'viewer', 'auditor'],
      groups: ['program'],
    } as const;
    const body = { verdict: 'approve', planDigest: asked.digest };
    const path = `/approvals/${asked.approvalId}/votes`;
    const { status, json } = await world.call(both, 'POST', path, { body });
    expect(status).toBe(403);
    expect(json['code']).toBe('approval.own_change');
    const audit = await world.call('aud', 'GET', '/audit?action=access.denied');
    expect(audit.json['items']).toMatchObject([{ outcome: 'denied', actor: { sub: 'dev' } }]);
  });

  it('403: a machine votes', async () => {
    const robot = { sub: 'bot', kind: 'ci', name: 'Bot', roles: ['approver'], groups: ['program'] } as const;
    const body = { verdict: 'approve', planDigest: asked.digest };
    const answer = await world.call(robot, 'POST', `/approvals/${asked.approvalId}/votes`, { body });
    expect(answer.json['code']).toBe('approval.machine_vote');
  });

  it('403: somebody votes whom nobody asked', async () => {
    const guest = {
      sub: 'eve',
      kind: 'human',
      name: 'Eve',
      roles: ['approver'],
      groups: ['guests'],
    } as const;
    const body = { verdict: 'approve', planDigest: asked.digest };
    const answer = await world.call(guest, 'POST', `/approvals/${asked.approvalId}/votes`, { body });
    expect(answer.json['code']).toBe('approval.not_in_quorum');
  });

  it('404: no such approval', async () => {
    const path = '/approvals/01JD0000000000000000000000';
    expect((await world.call('ana', 'GET', path)).status).toBe(404);
    const body = { verdict: 'approve', planDigest: asked.digest };
    expect((await world.call('ana', 'POST', `${path}/votes`, { body })).status).toBe(404);
  });

  it('200: the change is withdrawn; 409: not twice', async () => {
    const cancel = () =>
      world.call('dev', 'POST', `/changes/${asked.changeId}/cancel`, { body: { reason: 'no need' } });
    const first = await cancel();
    expect(first.status).toBe(200);
    expect(first.json['status']).toBe('CANCELLED');
    expect((await vote('ana')).json['code']).toBe('approval.closed');
    const late = await world.call('dev', 'POST', `/changes/${asked.changeId}/break-glass`, {
      body: { reason: 'night' },
    });
    expect(late.status).toBe(409);
  });

  it('202: the glass is broken, and a second person must sign', async () => {
    const body = { reason: 'the site is down' };
    const path = `/changes/${asked.changeId}/break-glass`;
    expect((await world.call('ana', 'POST', path, { body })).status).toBe(403);
    const { status, headers } = await world.call('dev', 'POST', path, { body });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/api/v1/changes/${asked.changeId}`);
    expect(await bounds()).toEqual({ min: 2, max: 20 });
    const { json } = await world.call('ben', 'GET', '/home');
    expect(json['needsYou']).toMatchObject([{ kind: 'review', barred: ['dev'] }]);
  });

  it('404: no such change', async () => {
    const path = '/changes/01JD0000000000000000000000';
    const body = { reason: 'because' };
    expect((await world.call('dev', 'GET', path)).status).toBe(404);
    expect((await world.call('dev', 'POST', `${path}/cancel`, { body })).status).toBe(404);
    expect((await world.call('dev', 'POST', `${path}/break-glass`, { body })).status).toBe(404);
  });
});

describe('200 double clicks at once', () => {
  it('count as one vote each and execute once', async () => {
    const world = await HttpWorld.withPortal(ingest);
    const { approvalId, digest } = await askForMore(world);
    const body = { verdict: 'approve', planDigest: digest };
    const clicks = Array.from({ length: 200 }, (_, i) =>
      world.call(i % 2 === 0 ? 'ana' : 'ben', 'POST', `/approvals/${approvalId}/votes`, { body }),
    );
    const answers = await Promise.all(clicks);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { json } = await world.call('ana', 'GET', `/approvals/${approvalId}`);
    expect(json['votes']).toHaveLength(2);
    const executed = await world.call('aud', 'GET', '/audit?action=change.executed&limit=100');
    const items = executed.json['items'] as readonly { readonly changeId: string }[];
    expect(items.filter(({ changeId }) => changeId === json['changeId'])).toHaveLength(1);
    await world.close();
  });
});
