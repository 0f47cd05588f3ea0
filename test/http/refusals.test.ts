import type { PolicyVerdict } from '../../core/contract/change.ts';
import { HttpWorld, SPECS } from './world.ts';

const { ingest } = SPECS;
/** The registry does not let us ask for it, and no task can pull it. */
const BROKEN = 'govlab/job-ingest:v2';

describe('a policy that forbids a change', () => {
  const verdict: PolicyVerdict = {
    status: 'rejected',
    policy: 'LAB-7',
    traceId: 'trace-1',
    clause: 'only images of govlab',
    obligations: [],
  };

  it('403: the clause is named, and the attempt is recorded', async () => {
    const world = await HttpWorld.open({ admission: { policyVersion: '7', verdict: async () => verdict } });
    const body = { monthlyUsd: 100 };
    const { status, json } = await world.call('gov', 'PUT', '/budgets/job-training', { body });
    expect(status).toBe(403);
    expect(json).toMatchObject({
      code: 'policy.denied',
      detail: expect.stringContaining('only images of govlab'),
      params: { policy: 'LAB-7', traceId: 'trace-1' },
    });
    const { json: changes } = await world.call('gov', 'GET', '/changes');
    expect(changes['items']).toMatchObject([{ status: 'DENIED_BY_POLICY' }]);
    await world.close();
  });
});

describe('what is refused and why stands in the view of a service', () => {
  it('agrees with what the API answers', async () => {
    const world = await HttpWorld.withPortal(ingest);
    const { json } = await world.call('dev', 'GET', '/services/job-ingest');
    expect(json['refused']).toMatchObject({
      restore: expect.stringContaining('only a retired service'),
      answerDrift: expect.stringContaining('no drift'),
      rollback: expect.stringContaining('no other revision'),
      stopDeployment: expect.stringContaining('no deployment in flight'),
    });
    expect(json['refused']).not.toHaveProperty('update');
    await world.close();
  });

  it('shows a broken image with its cause in plain words', async () => {
    const world = await HttpWorld.withPortal(ingest);
    await world.call('dev', 'PATCH', '/services/job-ingest', { body: { image: BROKEN } });
    await world.pass(1_800);
    const { json } = await world.call('dev', 'GET', '/services/job-ingest/deployments?limit=1');
    expect(json['items']).toMatchObject([{ status: 'ROLLED_BACK', cause: { plain: expect.any(String) } }]);
    await world.close();
  });
});
