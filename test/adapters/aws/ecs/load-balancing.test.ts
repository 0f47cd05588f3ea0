import {
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
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

const elb = (kind: string, name: string) =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:${kind}/${name}/1`;
const WAY = {
  targetGroup: elb('targetgroup', 'primary'),
  alternate: elb('targetgroup', 'alternate'),
  rule: elb('listener-rule/app', 'entrance'),
};
const ROLE = 'arn:aws:iam::123456789012:role/entrance';
const OPEN = fleetWith({ entrance: { role: ROLE, services: { [SERVICE]: WAY } } });
const OTHER = fleetWith({ entrance: { role: ROLE, services: { web: WAY } } });

/** Source: Amazon ECS developer guide, "Application Load Balancer resources for blue/green deployments". */
const EXPECTED = {
  targetGroupArn: WAY.targetGroup,
  containerName: SERVICE,
  containerPort: 8_080,
  advancedConfiguration: {
    alternateTargetGroupArn: WAY.alternate,
    productionListenerRule: WAY.rule,
    roleArn: ROLE,
  },
};

/** An ECS that runs a service, or none. */
function ecsWith(fleet: typeof FLEET, running: Partial<Service> | undefined) {
  const mock = mockClient(ECSClient);
  const taskDefinition = 'arn:aws:ecs:us-east-1:123456789012:task-definition/hms-test-job-ingest:1';
  const { tags, ...registered } = registerInput(FLEET, orderFor());
  const services = running ? [{ serviceName: SERVICE, status: 'ACTIVE', taskDefinition, ...running }] : [];
  mock.on(DescribeServicesCommand).resolves({ services });
  mock.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: registered, ...(tags && { tags }) });
  mock.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [taskDefinition] });
  mock
    .on(RegisterTaskDefinitionCommand)
    .resolves({ taskDefinition: { taskDefinitionArn: `${taskDefinition}2` } });
  mock.on(CreateServiceCommand).resolves({}).on(UpdateServiceCommand).resolves({});
  mock.on(TagResourceCommand).resolves({});
  const calls = new EcsCalls(new ECSClient({}), virtualWaiting());
  return { mock, compute: new EcsCompute({ calls, fleet, actors: { whoSet: async () => '' } }) };
}

async function updated(fleet: typeof FLEET, running: Partial<Service>, strategy = CANARY) {
  const { mock, compute } = ecsWith(fleet, running);
  await compute.rollOut(orderFor({ image: 'govlab/job-ingest:v3', generation: 2, strategy }));
  return mock.commandCalls(UpdateServiceCommand)[0]?.args[0].input;
}

describe('a service that the public calls', () => {
  it('is made behind the load balancer, and has its grace before that judges it', async () => {
    const { mock, compute } = ecsWith(OPEN, undefined);
    const order = orderFor();
    await compute.create({ ...order, desiredCount: 2, tags: {} });
    expect(mock.commandCalls(CreateServiceCommand)[0]?.args[0].input).toMatchObject({
      loadBalancers: [EXPECTED],
      healthCheckGracePeriodSeconds: order.content.healthCheck.graceSec,
    });
  });

  it.each([['a canary', CANARY] as const, ['a rolling one', { kind: 'rolling' } as const]])(
    'is rolled out with both groups and the rule named, by %s',
    async (_what, strategy) => {
      expect(await updated(OPEN, { loadBalancers: [EXPECTED] }, strategy)).toMatchObject({
        loadBalancers: [EXPECTED],
      });
    },
  );

  it('comes behind the load balancer with its next deployment', async () => {
    expect(await updated(OPEN, {})).toMatchObject({ loadBalancers: [EXPECTED] });
  });

  it('is taken from it with the next deployment once it is public no more', async () => {
    expect(await updated(OTHER, { loadBalancers: [EXPECTED] })).toMatchObject({ loadBalancers: [] });
    expect(await updated(FLEET, { loadBalancers: [EXPECTED] })).toMatchObject({ loadBalancers: [] });
  });
});

describe('a service that the public does not call', () => {
  it.each([
    ['without a load balancer', FLEET],
    ['beside others that it does', OTHER],
  ])('has none named: %s', async (_what, fleet) => {
    const { mock, compute } = ecsWith(fleet, undefined);
    await compute.create({ ...orderFor(), desiredCount: 2, tags: {} });
    expect(mock.commandCalls(CreateServiceCommand)[0]?.args[0].input).not.toHaveProperty('loadBalancers');
    expect(await updated(fleet, {})).not.toHaveProperty('loadBalancers');
  });
});
