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

describe('drift', () => {
  const hand = (more: object) => cluster.cloud.alterByHand({ service: 'job-ingest', as: 'mallory', ...more });

  it('takes 3 over and reports 9 without fighting it', async () => {
    await healthy();
    hand({ desiredCount: 3 });
    await cluster.pass(3);
    expect(await cluster.service()).toMatchObject({ desiredCount: 3, drift: [] });
    hand({ desiredCount: 9 });
    await cluster.pass(3);
    expect(await cluster.service()).toMatchObject({
      desiredCount: 3,
      drift: [{ field: 'desiredCount', actual: '9', actor: 'mallory' }],
    });
    await cluster.ask({ kind: 'drift', field: 'desiredCount', answer: 'revert' });
    await cluster.pass(3);
    expect(await cluster.service()).toMatchObject({ desiredCount: 3, drift: [] });
    const [observed] = await cluster.ports.compute.observe(['job-ingest']);
    expect(observed).toMatchObject({ desiredCount: 3 });
  });

  it('reverts a changed environment, or adopts it', async () => {
    await healthy();
    hand({ environment: { LOG: 'debug' } });
    await cluster.pass(4);
    expect(await cluster.service()).toMatchObject({ drift: [{ field: 'environment', actual: 'LOG=debug' }] });
    await cluster.ask({ kind: 'drift', field: 'environment', answer: 'revert' });
    await cluster.pass(6);
    expect(await cluster.service()).toMatchObject({ drift: [], status: 'HEALTHY' });
    hand({ environment: { LOG: 'warn' } });
    await cluster.pass(4);
    await cluster.ask({ kind: 'drift', field: 'environment', answer: 'adopt' });
    await cluster.pass(6);
    const service = await cluster.service();
    expect(service).toMatchObject({ drift: [], status: 'HEALTHY' });
    expect(service.spec.environment).toEqual({ LOG: 'warn' });
  });

  it('stops reverting in a fight', async () => {
    await cluster.pass(5);
    await cluster.deploy('govlab/job-ingest:v1', { onDrift: 'revert' });
    await cluster.pass(1);
    for (let round = 0; round < 4; round += 1) {
      hand({ desiredCount: 9 });
      await cluster.pass(4);
    }
    const service = await cluster.service();
    expect(service.drift).toMatchObject([{ field: 'desiredCount', actual: '9', fight: true }]);
    expect(service.driftReverts).toHaveLength(3);
  });

  it('stops reverting content in a fight too', async () => {
    await cluster.pass(5);
    await cluster.deploy('govlab/job-ingest:v1', { onDrift: 'revert' });
    await cluster.pass(1);
    for (let round = 0; round < 4; round += 1) {
      hand({ environment: { LOG: `level-${round}` } });
      await cluster.pass(6);
    }
    const service = await cluster.service();
    expect(service).toMatchObject({ status: 'BLOCKED', drift: [{ field: 'environment', fight: true }] });
    expect(service.driftReverts).toHaveLength(3);
  });
});
