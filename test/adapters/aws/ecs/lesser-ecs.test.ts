import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ECSServiceException,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  TagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { EcsCalls } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { EcsCompute } from '../../../../adapters/aws/ecs/ecs-compute.ts';
import { registerInput } from '../../../../adapters/aws/ecs/task-definition.ts';
import { CANARY, orderFor, SERVICE } from '../../cloud-fixture.ts';
import { virtualWaiting } from './emulated-ecs.ts';
import { FLEET, fleetWith } from './fleet.ts';

const ARN = 'arn:aws:ecs:us-east-1:123456789012:task-definition/hms-test-job-ingest:1';
const AT = new Date('2026-03-02T08:00:00.000Z');

function refusal(name: string, $fault: 'client' | 'server' = 'client') {
  return new ECSServiceException({ name, $fault, $metadata: {}, message: name });
}

function service(more: Partial<Service> = {}): Service {
  return {
    serviceName: SERVICE,
    serviceArn: `arn:aws:ecs:us-east-1:123456789012:service/hms-ops-test/${SERVICE}`,
    status: 'ACTIVE',
    taskDefinition: ARN,
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    tags: [{ key: 'hms:generation', value: '1' }],
    deployments: [
      {
        id: 'ecs-svc/1',
        status: 'PRIMARY',
        rolloutState: 'COMPLETED',
        runningCount: 2,
        taskDefinition: ARN,
        createdAt: AT,
      },
    ],
    ...more,
  };
}

/** An ECS that runs job-ingest:v1 and answers as `mock` is told. */
function open(fleet = FLEET, described = service()) {
  const mock = mockClient(ECSClient);
  const { tags, ...taskDefinition } = registerInput(FLEET, orderFor());
  mock.on(DescribeServicesCommand).resolves({ services: [described] });
  mock.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition, ...(tags && { tags }) });
  mock.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [ARN] });
  mock.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: { taskDefinitionArn: `${ARN}2` } });
  mock.on(ListTasksCommand).resolves({ taskArns: [] });
  mock.on(UpdateServiceCommand).resolves({});
  mock.on(TagResourceCommand).resolves({});
  const calls = new EcsCalls(new ECSClient({}), virtualWaiting());
  const compute = new EcsCompute({ calls, fleet, actors: { whoSet: async () => '' } });
  return { mock, compute, sent: () => mock.calls().map(({ args }) => args[0].constructor.name) };
}

const better = orderFor({ image: 'govlab/job-ingest:v3', generation: 2, strategy: CANARY });
const scale = { service: SERVICE, desiredCount: 3, cause: { actor: 'scaler' } };

describe('an ECS that tells of no service deployments', () => {
  it.each(['UnsupportedFeatureException', 'UnknownOperationException', 'InvalidAction'])(
    'is read by its PRIMARY deployment, and after %s not asked again',
    async (name) => {
      const { mock, compute } = open();
      mock.on(ListServiceDeploymentsCommand).rejects(refusal(name));
      const [seen] = await compute.observe([SERVICE]);
      const { contentHash } = orderFor();
      expect(seen).toMatchObject({
        deployment: {
          id: 'ecs-svc/1',
          status: 'SUCCESSFUL',
          targetContentHash: contentHash,
          healthyTasks: 2,
        },
      });
      await compute.observe([SERVICE]);
      expect(mock.commandCalls(ListServiceDeploymentsCommand)).toHaveLength(1);
    },
  );

  it.each([
    ['IN_PROGRESS', 'IN_PROGRESS'],
    ['FAILED', 'STOPPED'],
    ['COMPLETED', 'SUCCESSFUL'],
  ] as const)('calls a deployment that is %s there %s', async (rolloutState, status) => {
    const deployments = [
      { id: 'ecs-svc/1', status: 'PRIMARY', rolloutState, taskDefinition: ARN, failedTasks: 3 },
    ];
    const { mock, compute } = open(FLEET, service({ deployments, runningCount: 1 }));
    mock.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] });
    expect((await compute.observe([SERVICE]))[0]).toMatchObject({ deployment: { status, failedTasks: 3 } });
  });
});

describe('an ECS without pauses', () => {
  it('is sent nothing of a canary that pauses', async () => {
    const { compute, sent } = open(fleetWith({ features: { pauseHooks: false, stopDeployment: false } }));
    expect(compute.features).toEqual({ pauseHooks: false, stopDeployment: false });
    await expect(compute.rollOut(better)).rejects.toMatchObject({
      code: 'service.preflight_failed',
      params: { code: 'UnsupportedFeatureException' },
    });
    expect(sent()).not.toContain('UpdateServiceCommand');
  });

  it('says so once: it is believed, and the same is tried again by other means', async () => {
    const { compute, mock } = open();
    mock.on(UpdateServiceCommand).rejects(refusal('UnsupportedFeatureException'));
    await expect(compute.rollOut(better)).rejects.toMatchObject({ code: 'platform.unavailable' });
    expect(compute.features.pauseHooks).toBe(false);
    mock.on(UpdateServiceCommand).resolves({});
    await compute.rollOut({
      ...better,
      strategy: { ...CANARY, kind: 'canary', percent: 20, pause: false, bakeMin: 5 },
    });
    expect(mock.commandCalls(UpdateServiceCommand)).toHaveLength(2);
  });

  it('refuses for good what has no other means', async () => {
    const { compute, mock } = open();
    mock.on(UpdateServiceCommand).rejects(refusal('UnsupportedFeatureException'));
    const blueGreen = compute.rollOut({ ...better, strategy: { kind: 'blueGreen', bakeMin: 5 } });
    await expect(blueGreen).rejects.toMatchObject({ code: 'service.preflight_failed' });
  });
});

describe('what ECS refuses', () => {
  it.each<[string, Error, string]>([
    ['throttling', refusal('ThrottlingException'), 'platform.unavailable'],
    ['a failure on its side', refusal('ServerException', 'server'), 'platform.unavailable'],
    ['no answer in time', Object.assign(new Error('late'), { name: 'TimeoutError' }), 'platform.unavailable'],
    ['a service that is not there', refusal('ServiceNotFoundException'), 'service.not_found'],
    ['a service that is gone', refusal('ServiceNotActiveException'), 'service.not_found'],
  ])('of a scaling: %s', async (_what, error, code) => {
    const { compute, mock } = open();
    mock.on(UpdateServiceCommand).rejects(error);
    await expect(compute.setDesiredCount(scale)).rejects.toMatchObject({ code });
  });

  it('leaves the tag of the generation behind, so that the rollout is asked for again', async () => {
    const { compute, mock } = open();
    mock.on(UpdateServiceCommand).rejects(refusal('ThrottlingException'));
    await expect(compute.rollOut(better)).rejects.toMatchObject({ code: 'platform.unavailable' });
    expect(mock.commandCalls(TagResourceCommand)).toEqual([]);
  });

  it('a rollout of a service that is not there', async () => {
    const { compute } = open(FLEET, service({ status: 'INACTIVE' }));
    await expect(compute.rollOut(better)).rejects.toMatchObject({ code: 'service.not_found' });
  });
});

describe('looking at many services', () => {
  it('asks for ten at a time and keeps their order; what is not there is missing', async () => {
    const { compute, mock } = open();
    const names = Array.from({ length: 23 }, (_, i) => `service-${i}`);
    mock.on(DescribeServicesCommand).callsFake(({ services }) => ({
      services: services
        .filter((name: string) => name !== 'service-7')
        .map((serviceName: string) => service({ serviceName }))
        .reverse(),
    }));
    const seen = await compute.observe(names);
    expect(seen.map(({ name }) => name)).toEqual(names);
    expect(seen.filter(({ kind }) => kind === 'missing')).toEqual([{ kind: 'missing', name: 'service-7' }]);
    const asked = mock
      .commandCalls(DescribeServicesCommand)
      .map(({ args }) => args[0].input.services?.length);
    expect(asked).toEqual([10, 10, 3]);
    expect(mock.commandCalls(DescribeTaskDefinitionCommand)).toHaveLength(1);
  });
});
