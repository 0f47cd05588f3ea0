import { LOCAL_IDENTITIES } from '../../../adapters/embedded/local-identities.ts';
import { voteOnApproval } from '../../../core/approvals/vote-on-approval.ts';
import { stopDeployment } from '../../../core/fleet/stop-deployment.ts';
import { find } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import { type Cluster, openCluster } from './cluster.ts';

let cluster: Cluster;

beforeEach(async () => {
  cluster = await openCluster();
  await cluster.deploy('govlab/job-ingest:v1');
});

async function question() {
  const [deployment] = await cluster.deployments();
  expect(deployment?.status).toBe('PAUSED');
  const approval = await find(cluster.ports.store, Approvals, deployment?.promotionApprovalId ?? '');
  if (!approval) throw new Error('nobody was asked');
  return approval;
}

async function vote(verdict: 'approve' | 'reject'): Promise<void> {
  const { id, planDigest } = await question();
  await voteOnApproval(cluster.ports, {
    approvalId: id,
    identity: LOCAL_IDENTITIES.ana,
    vote: { verdict, planDigest, comment: 'seen' },
    correlationId: 'test',
  });
}

/** Lets revision 1 come up. */
async function healthy(): Promise<void> {
  await cluster.pass(5);
  expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 1 });
}

describe('a canary that pauses', () => {
  beforeEach(async () => {
    await healthy();
    await cluster.deploy('govlab/job-ingest:v3', {
      strategy: { kind: 'canary', percent: 50, bakeMin: 5, pause: true },
    });
    await cluster.pass(5);
  });

  it('goes on when somebody lets it', async () => {
    await vote('approve');
    await cluster.pass(20);
    expect((await cluster.deployments())[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 2 });
  });

  it('goes back when somebody refuses', async () => {
    await vote('reject');
    await cluster.pass(10);
    expect((await cluster.deployments())[0]).toMatchObject({
      status: 'ROLLED_BACK',
      statusReason: 'ana refused the promotion: seen',
    });
  });

  it('goes back when nobody answers in time, and the question is EXPIRED', async () => {
    const { id } = await question();
    await cluster.pass(24 * 60, { tickSec: 1_200 });
    expect((await cluster.deployments())[0]).toMatchObject({ status: 'ROLLED_BACK' });
    expect((await find(cluster.ports.store, Approvals, id))?.status).toBe('EXPIRED');
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 1 });
  });

  it('closes its question when a person stops it', async () => {
    const { id } = await question();
    await stopDeployment(cluster.ports, {
      service: 'job-ingest',
      actor: { sub: 'dev', kind: 'human' },
      reason: 'wrong branch',
      correlationId: 'test',
    });
    await cluster.pass(5);
    expect((await find(cluster.ports.store, Approvals, id))?.status).toBe('CANCELLED');
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 1 });
  });
});

describe('a canary that pauses, where the platform cannot', () => {
  beforeEach(async () => {
    cluster = await openCluster({ features: { pauseHooks: false, stopDeployment: false } });
    await cluster.deploy('govlab/job-ingest:v1');
    await healthy();
    await cluster.deploy('govlab/job-ingest:v3', {
      strategy: { kind: 'canary', percent: 50, bakeMin: 5, pause: true },
    });
    await cluster.pass(5);
  });

  const rollouts = () => cluster.cloud.mutations.filter(({ call }) => call === 'UpdateService').length;

  it('waits for people before anything moves, then shifts traffic without a pause', async () => {
    expect(rollouts()).toBe(0);
    await vote('approve');
    await cluster.pass(20);
    expect((await cluster.deployments())[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 2 });
  });

  it('never begins when somebody refuses', async () => {
    await vote('reject');
    await cluster.pass(10);
    expect((await cluster.deployments())[0]).toMatchObject({ status: 'ROLLED_BACK' });
    expect(await cluster.service()).toMatchObject({ status: 'HEALTHY', revision: 1 });
    expect(
      cluster.cloud.mutations.filter(({ detail }) => detail['image'] === 'govlab/job-ingest:v3'),
    ).toEqual([]);
  });
});
