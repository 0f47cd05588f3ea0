import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { acquireLease } from '../../../core/fleet/lease.ts';
import { reconcileAll } from '../../../core/fleet/reconcile-all.ts';
import { type Cluster, openCluster } from './cluster.ts';

let cluster: Cluster;

beforeEach(async () => {
  cluster = await openCluster();
  await cluster.deploy('govlab/job-ingest:v1');
});

/** Lets revision 1 come up. */
async function healthy(): Promise<void> {
  await cluster.pass(5);
  expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 1 });
}

describe('a crash between recording and acting', () => {
  it('leaves work that the next reconcile finishes', async () => {
    cluster.breakNext('create');
    await expect(cluster.reconcile()).rejects.toMatchObject({ code: 'platform.unavailable' });
    await healthy();
    cluster.breakNext('rollOut');
    await cluster.deploy('govlab/job-ingest:v3');
    await expect(cluster.reconcile()).rejects.toMatchObject({ code: 'platform.unavailable' });
    await cluster.pass(8);
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 2 });
  });
});

describe('two reconcilers at once', () => {
  it('only one acts', async () => {
    const results = await Promise.all([cluster.reconcile(), cluster.reconcile(), cluster.reconcile()]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'busy', 'moved']);
    expect(cluster.cloud.mutations.filter(({ call }) => call === 'CreateService')).toHaveLength(1);
  });

  it('a lease that its owner lost is free after 90 seconds', async () => {
    const lease = await acquireLease(cluster.ports, 'job-ingest');
    expect(lease).toBeDefined();
    expect((await cluster.reconcile()).outcome).toBe('busy');
    await cluster.pass(2);
    expect((await cluster.deployments())[0]?.status).not.toBe('PREPARING');
  });

  it('knows no service of that name', async () => {
    expect((await cluster.reconcile('nobody')).outcome).toBe('unknown');
  });
});

describe('a service at rest', () => {
  it('is left alone: no mutation, no record, no matter how often it is looked at', async () => {
    await healthy();
    await cluster.pass(1);
    const before = { mutations: cluster.cloud.mutations.length, service: await cluster.service() };
    for (let i = 0; i < 3; i += 1)
      expect(await cluster.reconcile()).toMatchObject({ outcome: 'at rest', done: [], recorded: 0 });
    await cluster.pass(3);
    expect(cluster.cloud.mutations.length).toBe(before.mutations);
    expect(await cluster.service()).toEqual(before.service);
  });

  it('has a cause for every mutation of the cloud', async () => {
    await healthy();
    await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10);
    for (const { changeId, decisionId } of cluster.cloud.mutations)
      expect([changeId, decisionId].filter((id) => id !== undefined)).toHaveLength(1);
  });
});

describe('a sweep over all services', () => {
  it('reconciles the others when one fails, and that one with the next sweep', async () => {
    const spec = ServiceSpec.parse({ name: 'portal-web', image: 'govlab/portal-web:v1', program: 'grants' });
    await cluster.ask({ kind: 'deploy', spec }, 'portal-web');
    cluster.breakNext('create');
    expect(await reconcileAll(cluster.ports)).toEqual({
      seen: 2,
      failed: ['job-ingest'],
      reconciled: ['portal-web'],
    });
    expect(await reconcileAll(cluster.ports)).toMatchObject({ failed: [] });
    await cluster.pass(5);
    expect((await cluster.service('portal-web')).status).toBe('HEALTHY');
    expect((await cluster.service()).status).toBe('HEALTHY');
  });

  it('leaves services at rest alone', async () => {
    await healthy();
    await cluster.pass(1);
    expect(await reconcileAll(cluster.ports)).toEqual({ seen: 1, failed: [], reconciled: [] });
  });

  it('leaves all to the next sweep when the platform shows nothing', async () => {
    cluster.breakNext('observe');
    expect(await reconcileAll(cluster.ports)).toEqual({ seen: 1, failed: ['job-ingest'], reconciled: [] });
    await healthy();
  });

  it('sets the alarms that new bounds need, though no event told of them', async () => {
    await healthy();
    await cluster.ask({ kind: 'bounds', replicas: { min: 1, max: 4 } });
    await cluster.pass(1);
    const alarms = await cluster.ports.alarms.list('job-ingest');
    expect(alarms.find(({ kind }) => kind === 'below-min')).toMatchObject({ threshold: 1 });
  });
});
