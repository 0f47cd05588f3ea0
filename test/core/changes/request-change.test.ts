import { find } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import { allEntries } from '../../../core/store/records/audit.ts';
import { Budgets } from '../../../core/store/records/budgets.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { Services } from '../../../core/store/records/services.ts';
import { type Desk, deployPortal, openDesk } from './desk.ts';

const usd = (microUsd: number) => (microUsd / 1e6).toFixed(2);

describe('asking for a change', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });

  it('commits what fits the budget at once, with its service, and counts the ceilings of the story', async () => {
    await deployPortal(desk);
    const budget = await find(desk.ports.store, Budgets, 'grants');
    expect(usd(budget?.committedMicroUsd ?? 0)).toBe('242.20');
    expect(await desk.service('ai-recommender')).toMatchObject({
      revision: 1,
      desiredCount: 2,
      bounds: { min: 2, max: 4 },
    });
  });

  it('shows the whole plan in a dry run and stores nothing', async () => {
    const before = await desk.ports.store.query({ ...allEntries, limit: 100 });
    const change = await desk.ask({
      target: { kind: 'service', name: 'job-ingest' },
      dryRun: true,
      intent: (await wish('job-ingest')).intent,
    });
    expect(change.status).toBe('PLANNED');
    expect(change.plan.preflight.length).toBeGreaterThan(5);
    expect(usd(change.plan.cost.ceiling.deltaMicroUsd)).toBe('18.02');
    expect(await find(desk.ports.store, Services, 'job-ingest')).toBeUndefined();
    expect((await desk.ports.store.query({ ...allEntries, limit: 100 })).items).toHaveLength(
      before.items.length,
    );
  });

  it('creates nothing when asked for the same again', async () => {
    const first = await desk.deploy({ name: 'job-ingest' });
    await desk.settle('job-ingest');
    const again = await desk.deploy({ name: 'job-ingest' });
    expect(again.id).toBe(first.id);
    expect((await desk.service('job-ingest')).generation).toBe(1);
  });

  it('waits for one approver when the raise beyond the budget is at most $50', async () => {
    await deployPortal(desk);
    const change = await desk.deploy({ name: 'portal-web', replicas: { min: 1, max: 2 } });
    expect(change).toMatchObject({
      status: 'AWAITING_APPROVAL',
      plan: { budget: { verdict: 'exceeds' }, approvals: { required: [{ group: 'program', min: 1 }] } },
    });
    expect(await find(desk.ports.store, Services, 'portal-web')).toBeUndefined();
  });

  it('waits for two different groups when the raise is more', async () => {
    await deployPortal(desk);
    const change = await desk.ask({ intent: { kind: 'bounds', replicas: { min: 2, max: 7 } } });
    expect(usd(change.plan.cost.ceiling.deltaMicroUsd)).toBe('127.59');
    expect(change.plan.approvals.required).toEqual([
      { group: 'program', min: 1 },
      { group: 'finance', min: 1 },
    ]);
  });

  it('answers the waiting change when asked for the same again, so that nobody is asked twice', async () => {
    await deployPortal(desk);
    const intent = { kind: 'bounds', replicas: { min: 2, max: 7 } } as const;
    const [first, second] = [await desk.ask({ intent }), await desk.ask({ intent })];
    expect(second.id).toBe(first.id);
  });

  it('lets a newer change of the same kind take the place of one that waits', async () => {
    await deployPortal(desk);
    const older = await desk.ask({ intent: { kind: 'bounds', replicas: { min: 2, max: 7 } } });
    const newer = await desk.ask({ intent: { kind: 'bounds', replicas: { min: 2, max: 9 } } });
    expect(await find(desk.ports.store, Changes, older.id)).toMatchObject({
      status: 'SUPERSEDED',
      replacedBy: newer.id,
    });
    expect(await find(desk.ports.store, Approvals, older.approvalId ?? '')).toMatchObject({
      status: 'SUPERSEDED',
    });
  });

  it('records and refuses what policy forbids, and creates nothing', async () => {
    desk.policy = { ...desk.policy, status: 'rejected', clause: 'images from govlab/* only' };
    await expect(desk.deploy({ name: 'job-ingest', image: 'evil/job-ingest:v1' })).rejects.toMatchObject({
      code: 'policy.denied',
      message: expect.stringContaining('images from govlab/* only'),
    });
    expect(await find(desk.ports.store, Services, 'job-ingest')).toBeUndefined();
    const { items } = await desk.ports.store.query({ ...allEntries, limit: 1 });
    expect(items[0]?.value).toMatchObject({ action: 'change.denied', outcome: 'denied' });
  });

  it('adds the group that policy wants to review it, and never lets it pass by itself', async () => {
    desk.policy = { ...desk.policy, status: 'needs manual review', group: 'privacy' };
    const change = await desk.deploy({ name: 'job-ingest' });
    expect(change).toMatchObject({
      status: 'AWAITING_APPROVAL',
      plan: { approvals: { required: [{ group: 'privacy', min: 1 }] } },
    });
  });

  it.each([
    ['an unknown program', { program: 'nobody' }, 'budget.not_found'],
    [
      'a missing secret',
      { secrets: { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing' } },
      'service.preflight_failed',
    ],
    [
      'a secret that tasks may not read',
      { secrets: { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:unreadable' } },
      'service.preflight_failed',
    ],
  ])('refuses %s and stores nothing', async (_name, wrong, code) => {
    await expect(desk.deploy({ name: 'job-ingest', ...wrong })).rejects.toMatchObject({ code });
    expect(await find(desk.ports.store, Services, 'job-ingest')).toBeUndefined();
  });

  it('refuses a change to a version that is no longer the one that was seen', async () => {
    await deployPortal(desk);
    const intent = { kind: 'bounds', replicas: { min: 2, max: 3 } } as const;
    await expect(desk.ask({ intent, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'version.mismatch',
    });
  });

  it('queues a rollout behind one in flight, and a newer one takes the queued place', async () => {
    await deployPortal(desk);
    await desk.deploy({
      name: 'ai-recommender',
      cpuUnits: 1024,
      memoryMiB: 2048,
      replicas: { min: 2, max: 4 },
    });
    const second = await desk.deploy({
      name: 'ai-recommender',
      cpuUnits: 1024,
      memoryMiB: 3072,
      replicas: { min: 2, max: 4 },
    });
    expect(second.status).toBe('APPROVED');
    const third = await desk.deploy({
      name: 'ai-recommender',
      cpuUnits: 512,
      memoryMiB: 2048,
      replicas: { min: 2, max: 4 },
    });
    expect(await find(desk.ports.store, Changes, second.id)).toMatchObject({ status: 'SUPERSEDED' });
    expect((await desk.service('ai-recommender')).queuedDeploymentId).toBe(third.deploymentId);
  });

  it('will not retire what a live service depends on, unless a reason overrides', async () => {
    await deployPortal(desk);
    await desk.deploy({
      name: 'job-ingest',
      cpuUnits: 512,
      memoryMiB: 1024,
      replicas: { min: 2, max: 4 },
      dependsOn: ['ai-recommender'],
    });
    const target = { kind: 'service', name: 'ai-recommender' } as const;
    await expect(desk.ask({ target, intent: { kind: 'retire' } })).rejects.toMatchObject({
      code: 'service.has_dependants',
    });
    const change = await desk.ask({
      target,
      intent: { kind: 'retire', overrideReason: 'shutting the portal' },
    });
    expect(change.status).toBe('EXECUTING');
    expect(await desk.service('ai-recommender')).toMatchObject({ status: 'RETIRING', desiredCount: 0 });
  });

  it('lets exactly one of two concurrent deploys have the last of the budget', async () => {
    await desk.deploy({
      name: 'ai-recommender',
      cpuUnits: 1024,
      memoryMiB: 4096,
      replicas: { min: 2, max: 4 },
    });
    const wants = { cpuUnits: 512, memoryMiB: 1024, replicas: { min: 2, max: 4 } };
    const both = await Promise.all([
      desk.deploy({ name: 'one', ...wants }),
      desk.deploy({ name: 'two', ...wants }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['AWAITING_APPROVAL', 'EXECUTING']);
  });

  async function wish(name: string) {
    const { ServiceSpec } = await import('../../../core/contract/service-spec.ts');
    const spec = ServiceSpec.parse({ name, image: `govlab/${name}:v1`, program: 'grants' });
    return { intent: { kind: 'deploy', spec } as const };
  }
});
