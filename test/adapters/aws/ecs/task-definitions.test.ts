import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { EcsCalls } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { registerInput } from '../../../../adapters/aws/ecs/task-definition.ts';
import { TaskDefinitions } from '../../../../adapters/aws/ecs/task-definitions.ts';
import { orderFor } from '../../cloud-fixture.ts';
import { virtualWaiting } from './emulated-ecs.ts';
import { FLEET, fleetWith } from './fleet.ts';

const OLD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/hms-test-job-ingest:1';
const NEW = 'arn:aws:ecs:us-east-1:123456789012:task-definition/hms-test-job-ingest:2';
const agent = (image: string) =>
  fleetWith({
    policyAgentImage: image,
    policyAgentUrl: 'https://abc.execute-api.us-east-1.amazonaws.com/api/v1',
    policyBundles: ['job-training-grant'],
    policyBundleKey: '-----BEGIN PUBLIC KEY-----',
  });

/** What a fleet runs for an order whose definition another, or the same, fleet registered before. */
async function ensured(registeredBy: typeof FLEET, fleet: typeof FLEET): Promise<string> {
  const mock = mockClient(ECSClient);
  const { tags, ...taskDefinition } = registerInput(registeredBy, orderFor());
  mock.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [OLD] });
  mock.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition, ...(tags && { tags }) });
  mock.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: { taskDefinitionArn: NEW } });
  const calls = new EcsCalls(new ECSClient({}), virtualWaiting());
  return new TaskDefinitions({ calls, fleet }).ensure(orderFor());
}

describe('a definition of the same content', () => {
  it('is run again where the same stands beside it', async () => {
    expect(await ensured(FLEET, FLEET)).toBe(OLD);
    expect(await ensured(agent('opa:1'), agent('opa:1'))).toBe(OLD);
  });

  it.each([
    ['without an agent, where the fleet has one now', FLEET, agent('opa:1')],
    ['with an older agent', agent('opa:1'), agent('opa:2')],
    ['with an agent that the fleet has no more', agent('opa:1'), FLEET],
  ])('is registered anew: %s', async (_what, before, now) => {
    expect(await ensured(before, now)).toBe(NEW);
  });
});
