import { digestReference } from '../../../adapters/embedded/cloud/catalogue.ts';
import { stopDeployment } from '../../../core/fleet/stop-deployment.ts';
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

async function healthyNow(): Promise<void> {
  await cluster.pass(6);
  expect(await cluster.service()).toMatchObject({ status: 'HEALTHY' });
}

async function runningV1(): Promise<number> {
  const [observed] = await cluster.ports.compute.observe(['job-ingest']);
  return observed?.kind === 'present'
    ? Object.values(observed.healthyByContent).reduce((a, b) => a + b, 0)
    : 0;
}

describe('deploying', () => {
  it('creates the service, its alarms and its tasks, and ends the change', async () => {
    await healthy();
    const [deployment] = await cluster.deployments();
    expect(deployment).toMatchObject({ status: 'SUCCEEDED' });
    expect((await cluster.change(deployment?.changeId ?? ''))?.status).toBe('DONE');
    expect((await cluster.ports.alarms.list('job-ingest')).length).toBe(7);
    expect((await cluster.service()).succeededRevisions).toEqual([1]);
  });

  it('rolls a new image out without falling below min', async () => {
    await healthy();
    await cluster.deploy('govlab/job-ingest:v3');
    await cluster.pass(8, { look: async () => expect(await runningV1()).toBeGreaterThanOrEqual(2) });
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 2, generation: 2 });
  });

  it('rolls a broken image back with its cause, the old version never below min', async () => {
    await healthy();
    const change = await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10, { look: async () => expect(await runningV1()).toBeGreaterThanOrEqual(2) });
    const [deployment] = await cluster.deployments();
    expect(deployment).toMatchObject({ status: 'ROLLED_BACK', cause: { kind: 'image-cannot-be-pulled' } });
    const service = await cluster.service();
    expect(service).toMatchObject({ status: 'HEALTHY', revision: 1, generation: 3 });
    expect(service.statusReason).toContain('govlab/job-ingest:v2 cannot be pulled');
    expect(await cluster.change(change.id)).toMatchObject({
      status: 'FAILED',
      statusReason: deployment?.statusReason,
    });
    const [observed] = await cluster.ports.compute.observe(['job-ingest']);
    expect(observed).toMatchObject({ generation: 3 });
  });

  it('fails where there is nothing to go back to', async () => {
    await cluster.ask({ kind: 'retire' });
    await cluster.pass(5);
    await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10);
    expect(await cluster.service()).toMatchObject({ status: 'FAILED' });
    expect((await cluster.service()).statusReason).toContain('cannot be pulled');
  });

  it('lets a newer deployment take the place of one that waits', async () => {
    await cluster.deploy('govlab/job-ingest:v3');
    await cluster.deploy('govlab/job-ingest:v4');
    await cluster.pass(15);
    const service = await cluster.service();
    expect(service.status).toBe('HEALTHY');
    expect(service.queuedDeploymentId).toBeUndefined();
    expect(service.spec.image).toBe(digestReference('govlab/job-ingest:v4'));
    const statuses = (await cluster.deployments()).map(({ status }) => status);
    expect(statuses.sort()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUPERSEDED']);
  });

  it('goes back when a person stops it', async () => {
    await healthy();
    await cluster.deploy('govlab/job-ingest:v3');
    await cluster.pass(0.5);
    const stopped = await stopDeployment(cluster.ports, {
      service: 'job-ingest',
      actor: { sub: 'dev', kind: 'human' },
      reason: 'wrong branch',
      correlationId: 'test',
    });
    expect(stopped).toMatchObject({ status: 'ROLLING_BACK', statusReason: 'Stopped by dev: wrong branch' });
    await cluster.pass(4);
    expect(await cluster.service()).toMatchObject({ revision: 1, status: 'HEALTHY' });
  });

  it('refuses to stop what is not being deployed, and says what to do instead', async () => {
    await healthy();
    const stop = stopDeployment(cluster.ports, {
      service: 'job-ingest',
      actor: { sub: 'dev', kind: 'human' },
      reason: 'x',
      correlationId: 'test',
    });
    await expect(stop).rejects.toMatchObject({
      code: 'deployment.illegal_state',
      remedy: expect.stringContaining('rollback'),
    });
  });
});

describe('a first rollout that failed', () => {
  it('is tried again when the same is deployed again', async () => {
    await cluster.ask({ kind: 'retire' });
    await cluster.pass(5);
    await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10);
    await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10);
    const [again, before] = await cluster.deployments();
    expect([again?.status, before?.status]).toEqual(['FAILED', 'FAILED']);
    expect(again?.platformId).not.toBe(before?.platformId);
    expect(again?.cause?.times).toBeGreaterThanOrEqual(2);
    await cluster.deploy('govlab/job-ingest:v3');
    await healthyNow();
  });

  it('is FAILED, not being created again, where it had run before it was retired', async () => {
    await healthy();
    await cluster.ask({ kind: 'retire' });
    await cluster.pass(5);
    await cluster.deploy('govlab/job-ingest:v2');
    await cluster.pass(10);
    expect(await cluster.service()).toMatchObject({ status: 'FAILED' });
  });
});

describe('retiring', () => {
  it('drains, removes alarms and service, and can be restored', async () => {
    await healthy();
    const change = await cluster.ask({ kind: 'retire' });
    await cluster.pass(5);
    expect(await cluster.service()).toMatchObject({ status: 'RETIRED' });
    expect((await cluster.change(change.id))?.status).toBe('DONE');
    expect(await cluster.ports.alarms.list('job-ingest')).toEqual([]);
    expect(await cluster.ports.compute.observe(['job-ingest'])).toMatchObject([{ kind: 'missing' }]);
    await cluster.ask({ kind: 'restore' });
    await cluster.pass(5);
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY' });
  });
});
