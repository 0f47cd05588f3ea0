import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { clientSettings } from '../../../../adapters/aws/aws-client.ts';
import { EcsCalls } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { EcsCompute } from '../../../../adapters/aws/ecs/ecs-compute.ts';
import { EcsTasks } from '../../../../adapters/aws/ecs/ecs-tasks.ts';
import { orderFor } from '../../cloud-fixture.ts';
import { describeRunning } from '../../compute-running-contract.ts';
import { describeScaling } from '../../compute-scaling-contract.ts';
import type { ComputeUnderTest } from '../../compute-under-test.ts';
import { attemptOf } from '../../task-runner.contract.ts';
import { virtualWaiting } from './emulated-ecs.ts';
import { fleetWith } from './fleet.ts';

const IMAGES = {
  good: 'govlab/job-ingest:v1',
  better: 'govlab/job-ingest:v3',
  broken: 'govlab/job-ingest:v2',
};
const features = { pauseHooks: false, stopDeployment: false };
let opened = 0;

/** A cluster and a service of its own for each test; nothing there takes time. */
async function openFleet() {
  opened += 1;
  const client = new ECSClient(clientSettings());
  const cluster = `hms-ops-${process.pid}-${opened}`;
  await client.send(new CreateClusterCommand({ clusterName: cluster }));
  const fleet = { ...fleetWith({ features }), cluster, environment: `e${process.pid}-${opened}` };
  return { fleet, calls: new EcsCalls(client, virtualWaiting()) };
}

async function open(): Promise<ComputeUnderTest> {
  const { fleet, calls } = await openFleet();
  // Who set a count is not tried here: all who call an emulator have one name.
  const actors = { whoSet: async () => 'scaler' };
  return {
    compute: new EcsCompute({ calls, fleet, actors }),
    pass: async (_seconds, look = async () => undefined) => look(),
    order: (image, change = {}) => orderFor({ image: IMAGES[image], ...change }),
  };
}

describeRunning('an emulated ECS', open);
describeScaling('an emulated ECS', open);

describe('what an emulated ECS cannot do', () => {
  const nothing = () => undefined;
  it.skip('gives a rollout up (skipped: deployments end at once and well, whatever the image)', nothing);
  it.skip('pauses a canary (skipped: no hooks, nothing to continue or stop a deployment)', nothing);
});

describe('tasks of jobs on an emulated ECS', () => {
  it('run, are found by their token, and stop when they are told to', async () => {
    const tasks = new EcsTasks(await openFleet());
    const { taskId } = await tasks.run(attemptOf(IMAGES.good));
    expect(await tasks.find('run#1')).toBe(taskId);
    expect(await tasks.find('run#2')).toBeUndefined();
    expect(await tasks.observe([taskId, 'unknown'])).toMatchObject([
      { kind: 'present', taskId, lastStatus: 'RUNNING' },
      { kind: 'missing', taskId: 'unknown' },
    ]);
    await tasks.stop({ taskId, job: 'train', reason: 'enough', cause: { actor: 'dev' } });
    expect(await tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED', stoppedReason: 'enough' }]);
    expect(await tasks.find('run#1')).toBeUndefined();
  });
});
