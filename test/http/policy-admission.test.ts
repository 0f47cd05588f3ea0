import { GRANT } from '../../adapters/embedded/policy/grant-policy.ts';
import { content, DECISION, send, state } from '../policy/policy-samples.ts';
import { HttpWorld, PROGRAM, SPECS } from './world.ts';

describe('policies in force over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
    await send(world, { content: content([PROGRAM]) });
  });
  afterEach(() => world.close());

  const elsewhere = { ...SPECS.ingest, image: 'public/nginx:1.29' };

  it('403: an image from elsewhere is denied with the clause, and nothing is created', async () => {
    const answer = await world.call('dev', 'POST', '/services', { body: elsewhere });
    expect([answer.status, answer.json['code']]).toEqual([403, 'policy.denied']);
    expect(answer.json['detail']).toContain('LAB-7.2 images from govlab only');
    expect((await world.call('dev', 'GET', '/services')).json['items']).toEqual([]);
  });

  it('200: a dry run tells the verdict and logs nothing', async () => {
    const { json } = await world.call('dev', 'POST', '/services?dryRun=true', { body: elsewhere });
    expect(json['plan']).toMatchObject({
      policy: { status: 'rejected', policy: 'LAB-7', traceId: DECISION.trace_id },
    });
    expect((await world.call('aud', 'GET', '/policy-decisions')).json['items']).toEqual([]);
  });

  it('200: each decision is logged with the version, the clause and the trace', async () => {
    await world.call('dev', 'POST', '/services', { body: elsewhere });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    const { json } = await world.call('aud', 'GET', '/policy-decisions');
    const common = {
      policy: `${GRANT}@1`,
      changeKind: 'deploy',
      requestedBy: 'dev',
      traceId: DECISION.trace_id,
    };
    expect(json['items']).toMatchObject([
      { ...common, status: 'approved' },
      { ...common, status: 'rejected', clause: 'LAB-7.2 images from govlab only' },
    ]);
  });

  it('binds its own programs and no other', async () => {
    await world.call('gov', 'PUT', '/budgets/elsewhere', { body: { monthlyUsd: 100 } });
    const answer = await world.call('dev', 'POST', '/services', {
      body: { ...elsewhere, program: 'elsewhere' },
    });
    expect(answer.status).toBe(202);
  });

  it('asks the group that a clause names to review', async () => {
    const admission = `permit(principal, action, resource);
      @id("LAB-9 somebody looks at it") @review("program") forbid(principal, action == Action::"deploy", resource);`;
    await send(world, { name: 'looked-at', content: content([], { admission }) });
    const { json } = await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    expect(json).toMatchObject({
      status: 'AWAITING_APPROVAL',
      plan: {
        policy: { status: 'needs manual review' },
        approvals: { required: [{ group: 'program', min: 1 }] },
      },
    });
  });

  const FROZEN = `@id("nobody") forbid(principal, action, resource);`;

  it('makes what waits for approval stale once it would be forbidden, and asks nobody again', async () => {
    const admission = `permit(principal, action, resource);
      @id("wait") @review("program") forbid(principal, action == Action::"deploy", resource);`;
    await send(world, { name: 'looked-at', content: content([], { admission }) });
    const asked = await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await send(world, { name: 'frozen', content: content([], { admission: FROZEN }) });
    const vote = await world.approve('ana', String(asked.json['approvalId']));
    expect([vote.status, vote.json['code']]).toEqual([409, 'approval.stale']);
    const { json } = await world.call('dev', 'GET', '/changes?status=open');
    expect(json['items']).toEqual([]);
  });

  const LOOKED_AT = `permit(principal, action, resource);
    @id("somebody") @review("program") forbid(principal, action in Action::"run", resource);`;

  it.each([
    ['forbidden', FROZEN, 'nobody'],
    ['to be reviewed', LOOKED_AT, 'somebody'],
  ])('stops what waits its turn once it is %s', async (_what, admission, clause) => {
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(30);
    const patch = { body: { image: 'govlab/job-ingest:v3' } };
    const queued = await world.call('dev', 'PATCH', '/services/job-ingest', patch);
    expect(queued.json['status']).toBe('APPROVED');
    await send(world, { name: 'frozen', content: content([], { admission }) });
    await world.pass(1_800);
    const { json } = await world.call('dev', 'GET', `/changes/${queued.json['id']}`);
    expect(json).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining(clause) });
    expect((await world.call('dev', 'GET', '/services/job-ingest')).json['revision']).toBe(1);
  });

  it('200: a preview lists the verdicts that would differ, and alters nothing', async () => {
    await world.call('dev', 'POST', '/services', { body: elsewhere });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    const before = await state(world);
    const admission = `permit(principal, action, resource);
      @id("small only") forbid(principal, action in Action::"run", resource) when { context.cpuUnits > 256 };`;
    const body = { admission, changes: 50 };
    const { status, json } = await world.call('gov', 'POST', `/policies/${GRANT}/preview`, { body });
    expect(status).toBe(200);
    expect(json['differs']).toMatchObject([
      { target: 'job-ingest', before: 'approved', after: 'rejected', clause: 'small only' },
      { target: 'job-ingest', before: 'rejected', after: 'rejected', clause: 'small only' },
    ]);
    expect(await state(world)).toBe(before);
  });

  it('422: a preview of a candidate that does not hold', async () => {
    const answer = await world.call('gov', 'POST', `/policies/${GRANT}/preview`, {
      body: { admission: 'forbid(' },
    });
    expect([answer.status, answer.json['code']]).toEqual([422, 'policy.invalid']);
  });

  it('200: lists policies by name', async () => {
    await send(world, { name: 'another', content: content() });
    const { json } = await world.call('aud', 'GET', '/policies');
    expect((json['items'] as { name: string }[]).map(({ name }) => name)).toEqual(['another', GRANT]);
  });
});
