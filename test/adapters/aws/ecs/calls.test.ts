import { CANARY, orderFor, SERVICE } from '../../cloud-fixture.ts';
import { emulatedPerTest } from './emulated-ecs.ts';

const BETTER = 'govlab/job-ingest:v3';
const open = emulatedPerTest();

/** A cluster in which job-ingest runs, and what something sends there. */
async function openRunning() {
  const { ecs, ...world } = await open();
  await ecs.compute.create(orderFor());
  await world.pass(300);
  const sentBy = async (act: () => Promise<unknown>) => {
    const before = ecs.sent.length;
    await act();
    return ecs.sent.slice(before);
  };
  const callsOf = async (act: () => Promise<unknown>) =>
    (await sentBy(act)).map(({ operation }) => operation);
  return { ...world, compute: ecs.compute, sentBy, callsOf };
}

const ALTERS = /^(Create|Update|Delete|Register|Run|Stop|Continue|Tag)/;

describe('what it costs to look at services on ECS', () => {
  it('is ten calls for a hundred services at rest, once their definitions are known', async () => {
    const { compute, callsOf, pass } = await openRunning();
    const names = Array.from({ length: 100 }, (_, i) => `service-${i}`);
    for (const service of names) await compute.create(orderFor({ service, desiredCount: 1 }));
    await pass(600);
    await compute.observe(names);
    let seen: Awaited<ReturnType<typeof compute.observe>> = [];
    const calls = await callsOf(async () => {
      seen = await compute.observe(names);
    });
    expect(calls).toEqual(Array.from({ length: 10 }, () => 'DescribeServices'));
    const { contentHash } = orderFor();
    expect(seen).toEqual(
      names.map((name) =>
        expect.objectContaining({
          name,
          runningCount: 1,
          contentHash,
          healthyByContent: { [contentHash]: 1 },
        }),
      ),
    );
  });

  it('is more only for the one of many that is not at rest', async () => {
    const { compute, callsOf, cloud } = await openRunning();
    await compute.observe([SERVICE]);
    cloud.alterByHand({ service: SERVICE, as: 'ana', killTasks: 1 });
    const calls = await callsOf(() => compute.observe([SERVICE, 'nothing']));
    expect(calls.toSorted()).toEqual([
      'DescribeServices',
      'DescribeTasks',
      'DescribeTasks',
      'ListTasks',
      'ListTasks',
    ]);
  });

  it('asks once for a deployment that has ended', async () => {
    const { compute, callsOf } = await openRunning();
    expect(await callsOf(() => compute.observe([SERVICE]))).toContain('DescribeServiceDeployments');
    expect(await callsOf(() => compute.observe([SERVICE]))).toEqual(['DescribeServices', 'ListTasks']);
  });

  it('is a call to list tasks and one to describe a hundred of them', async () => {
    const { compute, callsOf, pass } = await openRunning();
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 100, cause: { actor: 'scaler' } });
    await pass(600);
    let tasks: Awaited<ReturnType<typeof compute.listTasks>> = [];
    const calls = await callsOf(async () => {
      tasks = await compute.listTasks([SERVICE]);
    });
    expect(calls).toEqual(['ListTasks', 'DescribeTasks']);
    expect(tasks).toHaveLength(100);
  });
});

describe('what it costs to alter a service on ECS', () => {
  it('is one call for the task count, which names nothing else', async () => {
    const { compute, sentBy } = await openRunning();
    const cause = { actor: 'scaler', decisionId: 'decision-1' };
    const sent = await sentBy(() => compute.setDesiredCount({ service: SERVICE, desiredCount: 5, cause }));
    const input = { cluster: 'hms-ops-test', service: SERVICE, desiredCount: 5 };
    expect(sent).toEqual([{ operation: 'UpdateService', input }]);
  });

  it('is a definition, an update and a tag for a rollout, and none of them names the task count', async () => {
    const { compute, sentBy } = await openRunning();
    const sent = await sentBy(() => compute.rollOut(orderFor({ image: BETTER, generation: 2 })));
    const altering = sent.filter(({ operation }) => ALTERS.test(operation));
    expect(altering).toMatchObject([
      { operation: 'RegisterTaskDefinition' },
      { operation: 'UpdateService', input: { deploymentConfiguration: { strategy: 'ROLLING' } } },
      {
        operation: 'TagResource',
        input: { tags: expect.arrayContaining([{ key: 'hms:generation', value: '2' }]) },
      },
    ]);
    expect(JSON.stringify(sent)).not.toContain('desiredCount');
  });

  it('registers nothing for a content that was registered before', async () => {
    const { compute, callsOf, pass } = await openRunning();
    await compute.rollOut(orderFor({ image: BETTER, generation: 2 }));
    await pass(900);
    const calls = await callsOf(() => compute.rollOut(orderFor({ generation: 3 })));
    expect(calls.filter((call) => ALTERS.test(call))).toEqual(['UpdateService', 'TagResource']);
  });

  it('is a tag alone where the content runs already, and nothing for what was done before', async () => {
    const { compute, callsOf } = await openRunning();
    const again = () => compute.rollOut(orderFor({ generation: 2 }));
    expect(await callsOf(again)).toEqual(['DescribeServices', 'TagResource']);
    expect(await callsOf(again)).toEqual(['DescribeServices']);
  });

  it('forces a deployment of the content that runs already only where it is told to', async () => {
    const { compute, sentBy } = await openRunning();
    const rollout = async () => {
      const [seen] = await compute.observe([SERVICE]);
      return seen?.kind === 'present' ? seen.deployment?.id : undefined;
    };
    const before = await rollout();
    const sent = await sentBy(() => compute.rollOut({ ...orderFor({ generation: 2 }), force: true }));
    const input = expect.objectContaining({ forceNewDeployment: true });
    expect(sent).toContainEqual({ operation: 'UpdateService', input });
    expect(await rollout()).not.toBe(before);
  });

  it('says of every call which Change it carries out, where the call has a place for it', async () => {
    const { compute, sentBy, cloud, pass } = await openRunning();
    await sentBy(() => compute.rollOut(orderFor({ image: BETTER, generation: 2, strategy: CANARY })));
    await pass(300);
    const { changeId } = orderFor().cause;
    expect(cloud.mutations).toMatchObject([
      { call: 'CreateService', changeId },
      { call: 'UpdateService', changeId },
    ]);
  });
});

describe('a service on ECS that is created twice at once', () => {
  it('is one service', async () => {
    const { ecs, cloud } = await open();
    await Promise.all([ecs.compute.create(orderFor()), ecs.compute.create(orderFor())]);
    expect(cloud.mutations.map(({ call }) => call)).toEqual(['CreateService']);
  });
});
