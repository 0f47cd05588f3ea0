import {
  CreateServiceCommand,
  CreateTaskSetCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { registerInput } from '../../../adapters/aws/ecs/task-definition.ts';
import { emulatedPerTest } from '../../adapters/aws/ecs/emulated-ecs.ts';
import { FLEET, PLACE } from '../../adapters/aws/ecs/fleet.ts';
import { orderFor, SERVICE } from '../../adapters/cloud-fixture.ts';

const openEcs = emulatedPerTest();
const clients: ECSClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** The emulated ECS with a client of its own, as anybody may call it. */
async function open() {
  const world = await openEcs();
  const client = new ECSClient({
    endpoint: world.ecs.api.url,
    region: PLACE.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  clients.push(client);
  await client.send(new RegisterTaskDefinitionCommand(registerInput(FLEET, orderFor())));
  return { ...world, client };
}

const { cluster } = FLEET;
const taskDefinition = 'hms-test-job-ingest';
const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
const placed = { cluster, taskDefinition, launchType: 'FARGATE', networkConfiguration } as const;
const creation = { ...placed, serviceName: SERVICE, desiredCount: 1, clientToken: 'token' } as const;
const run = { ...placed, clientToken: 'run' } as const;

describe('the emulated ECS refuses what ECS would refuse', () => {
  it.each([
    [
      'an operation that it has not',
      new CreateTaskSetCommand({ cluster, service: SERVICE, taskDefinition }),
      'UnknownOperationException',
    ],
    [
      'another cluster',
      new CreateServiceCommand({ ...creation, cluster: 'other' }),
      'ClusterNotFoundException',
    ],
    [
      'a definition that is not there',
      new RunTaskCommand({ ...run, taskDefinition: 'nothing:1' }),
      'ClientException',
    ],
    [
      'a service that is not there',
      new UpdateServiceCommand({ cluster, service: 'nothing', desiredCount: 1 }),
      'ServiceNotFoundException',
    ],
    [
      'a token that is too long',
      new CreateServiceCommand({ ...creation, clientToken: 'x'.repeat(37) }),
      'InvalidParameterException',
    ],
    [
      'a starter with signs that it does not take',
      new RunTaskCommand({ ...run, startedBy: 'run#1' }),
      'InvalidParameterException',
    ],
    [
      'a tag with signs that it does not take',
      new RunTaskCommand({ ...run, tags: [{ key: 'hms:run', value: 'run#1' }] }),
      'InvalidParameterException',
    ],
    [
      'a step that is too small',
      new CreateServiceCommand({
        ...creation,
        deploymentConfiguration: { strategy: 'LINEAR', linearConfiguration: { stepPercent: 1 } },
      }),
      'InvalidParameterException',
    ],
    [
      'a pause while traffic moves',
      new CreateServiceCommand({
        ...creation,
        deploymentConfiguration: {
          strategy: 'CANARY',
          lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'] }],
        },
      }),
      'InvalidParameterException',
    ],
    [
      'a look at eleven services',
      new DescribeServicesCommand({ cluster, services: Array.from({ length: 11 }, String) }),
      'InvalidParameterException',
    ],
    [
      'the end of a task that nobody ran',
      new StopTaskCommand({ cluster, task: 'nothing' }),
      'InvalidParameterException',
    ],
  ])('%s', async (_what, command, name) => {
    const { client } = await open();
    const sent = client.send(command as CreateServiceCommand); // safe: only its refusal is looked at
    await expect(sent).rejects.toMatchObject({ name });
  });

  it('a second service of a name, but not the same creation again', async () => {
    const { client } = await open();
    const first = await client.send(new CreateServiceCommand(creation));
    const again = await client.send(new CreateServiceCommand(creation));
    expect(again.service?.serviceArn).toBe(first.service?.serviceArn);
    const other = client.send(new CreateServiceCommand({ ...creation, clientToken: 'other' }));
    await expect(other).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('what a person does in the console of the emulated ECS', () => {
  async function openRunning() {
    const { ecs, cloud, pass } = await openEcs();
    await ecs.compute.create(orderFor());
    await pass(300);
    const see = async () => {
      const [seen] = await ecs.compute.observe([SERVICE]);
      if (seen?.kind !== 'present') throw new Error('the service is not there');
      return seen;
    };
    return { compute: ecs.compute, cloud, pass, see };
  }

  const ANA = `arn:aws:iam::${PLACE.account}:user/ana@console`;

  it('shows as other content, of that person', async () => {
    const { cloud, pass, see } = await openRunning();
    const before = await see();
    cloud.alterByHand({ service: SERVICE, as: 'ana@console', environment: { DEBUG: '1' } });
    await pass(900);
    const after = await see();
    expect(after.content).toEqual({ ...before.content, environment: { DEBUG: '1' } });
    expect(after.contentHash).not.toBe(before.contentHash);
    expect(after.setBy.content).toBe(ANA);
    expect(after.generation).toBe(before.generation);
    expect(after.healthyByContent).toEqual({ [after.contentHash]: 2 });
  });

  it('is brought back by a rollout of what is wanted', async () => {
    const { compute, cloud, pass, see } = await openRunning();
    cloud.alterByHand({ service: SERVICE, as: 'ana@console', environment: { DEBUG: '1' } });
    await pass(900);
    await compute.rollOut(orderFor({ generation: 2 }));
    await pass(900);
    expect(await see()).toMatchObject({ contentHash: orderFor().contentHash, setBy: { content: 'dev' } });
  });

  it('is told by the trail: who set a count, and that it was us before', async () => {
    const { compute, cloud } = await openRunning();
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 3, cause: { actor: 'scaler' } });
    expect(await compute.whoSetCount(SERVICE, 3)).toBe('scaler');
    cloud.alterByHand({ service: SERVICE, as: 'ana@console', desiredCount: 9 });
    expect(await compute.whoSetCount(SERVICE, 9)).toBe(ANA);
  });

  it('a task that is killed is replaced, and told of as stopped', async () => {
    const { cloud, pass, see } = await openRunning();
    cloud.alterByHand({ service: SERVICE, as: 'ana@console', killTasks: 1 });
    await pass(300);
    expect(await see()).toMatchObject({
      runningCount: 2,
      stoppedTasks: [{ stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }],
    });
  });
});
