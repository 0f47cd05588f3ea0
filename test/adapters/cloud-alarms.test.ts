import { evaluateAlarm } from '../../adapters/embedded/cloud/evaluate-alarm.ts';
import type { CloudEvent } from '../../adapters/embedded/cloud/scene.ts';
import { constantWorkload } from '../../adapters/embedded/workloads/workload.ts';
import type { AlarmRule } from '../../core/ports.ts';
import { CAUSE, openCloud, orderFor, present } from './cloud-fixture.ts';

const CPU_HIGH: AlarmRule = {
  kind: 'cpu-high',
  metric: 'cpu',
  comparison: 'above',
  threshold: 0.7,
  periodSec: 60,
  datapointsToAlarm: 2,
  evaluationPeriods: 3,
};
const SERVICE = 'job-ingest';
const gap = Number.NaN;

describe('the state of an alarm', () => {
  const rule = { ...CPU_HIGH, threshold: 1 };
  it.each([
    { oldestFirst: [0, 2, 2], state: 'ALARM' },
    { oldestFirst: [2, 2, 0], state: 'ALARM' },
    { oldestFirst: [2, 0, 2], state: 'ALARM' },
    { oldestFirst: [0, 0, 2], state: 'OK' },
    { oldestFirst: [1, 1, 1], state: 'OK' },
    { oldestFirst: [gap, 2, gap], state: 'ALARM' },
    { oldestFirst: [gap, gap, 2], state: 'OK' },
    { oldestFirst: [0, gap, gap, gap], state: 'OK' },
    { oldestFirst: [gap, gap, gap, gap, gap], state: 'INSUFFICIENT_DATA' },
    { oldestFirst: [], state: 'INSUFFICIENT_DATA' },
  ])('above 1, 2 of 3, on $oldestFirst: $state', ({ oldestFirst, state }) => {
    expect(evaluateAlarm(rule, [...oldestFirst].reverse())).toBe(state);
  });

  it('looks the other way for a rule that watches for too little', () => {
    const below = { ...rule, comparison: 'below' } as const;
    expect(evaluateAlarm(below, [0, 0, 2])).toBe('ALARM');
    expect(evaluateAlarm(below, [2, 2, 2])).toBe('OK');
  });
});

describe('alarms of the simulated cloud', () => {
  async function openWatched(rps = 20) {
    const world = openCloud({ workloads: () => constantWorkload(rps) });
    const events: CloudEvent[] = [];
    world.cloud.onEvent((event) => {
      if (event.kind === 'alarm') events.push(event);
    });
    await world.cloud.compute.create(orderFor());
    await world.cloud.alarms.ensure({ service: SERVICE, rules: [CPU_HIGH], cause: CAUSE });
    return { ...world, events };
  }
  const stateOf = async ({ cloud }: Pick<Awaited<ReturnType<typeof openWatched>>, 'cloud'>) =>
    (await cloud.alarms.list(SERVICE))[0]?.state;

  it('are named by environment, service and kind, and know nothing at first', async () => {
    const { cloud } = await openWatched();
    expect(await cloud.alarms.list(SERVICE)).toMatchObject([
      { ...CPU_HIGH, name: 'hms/test/job-ingest/cpu-high', state: 'INSUFFICIENT_DATA' },
    ]);
  });

  it('tell of changes of state only, and stay silent while a state lasts', async () => {
    const world = await openWatched();
    await world.pass(1_200);
    world.cloud.setLoad(SERVICE, 2.2, 1_200);
    await world.pass(2_400);
    expect(world.events.map((event) => event.kind === 'alarm' && event.state)).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('need two published minutes above the threshold, so come three to four minutes after the load', async () => {
    const world = await openWatched();
    await world.pass(1_200);
    world.cloud.setLoad(SERVICE, 2.2, 3_600);
    await world.pass(175);
    expect(await stateOf(world)).toBe('OK');
    await world.pass(70);
    expect(await stateOf(world)).toBe('ALARM');
    expect(await world.cloud.alarms.listAlarming()).toEqual([{ service: SERVICE, kind: 'cpu-high' }]);
  });

  it('go to INSUFFICIENT_DATA when nothing is measured any more', async () => {
    const world = await openWatched();
    await world.pass(1_200);
    await world.cloud.compute.setDesiredCount({ service: SERVICE, desiredCount: 0, cause: CAUSE });
    await world.pass(1_200);
    expect(await stateOf(world)).toBe('INSUFFICIENT_DATA');
  });

  it('are created, changed and removed by what is ensured, once each', async () => {
    const { cloud } = await openWatched();
    const ensure = (rules: readonly AlarmRule[]) =>
      cloud.alarms.ensure({ service: SERVICE, rules, cause: CAUSE });
    const calls = () => cloud.mutations.filter(({ call }) => call.includes('Alarm')).map(({ call }) => call);
    await ensure([CPU_HIGH]);
    expect(calls()).toEqual(['PutMetricAlarm']);
    await ensure([{ ...CPU_HIGH, threshold: 0.6 }]);
    expect(await cloud.alarms.list(SERVICE)).toMatchObject([{ threshold: 0.6 }]);
    await ensure([]);
    await ensure([]);
    expect(await cloud.alarms.list(SERVICE)).toEqual([]);
    expect(calls()).toEqual(['PutMetricAlarm', 'PutMetricAlarm', 'DeleteAlarms']);
  });

  it('keep their state when their rule changes, until they are evaluated again', async () => {
    const world = await openWatched();
    await world.pass(1_200);
    await world.cloud.alarms.ensure({
      service: SERVICE,
      rules: [{ ...CPU_HIGH, threshold: 0.1 }],
      cause: CAUSE,
    });
    expect(await stateOf(world)).toBe('OK');
    await world.pass(61);
    expect(await stateOf(world)).toBe('ALARM');
  });

  const ERRORS_HIGH: AlarmRule = { ...CPU_HIGH, kind: '5xx-high', metric: 'errors5xx', threshold: 10 };
  const NAME = 'hms/test/job-ingest/5xx-high';
  const flaky = orderFor({
    generation: 2,
    image: 'govlab/portal-web:v6-errors',
    strategy: { kind: 'canary', percent: 20, bakeMin: 10, pause: false },
    rollbackAlarms: [NAME],
  });

  it('roll back a rollout that names them when they go to ALARM meanwhile', async () => {
    const { cloud, pass } = await openWatched();
    await cloud.alarms.ensure({ service: SERVICE, rules: [ERRORS_HIGH], cause: CAUSE });
    await pass(600);
    await cloud.compute.rollOut(flaky);
    await pass(1_200);
    expect(await present(cloud.compute)).toMatchObject({
      contentHash: orderFor().contentHash,
      deployment: { status: 'ROLLBACK_SUCCESSFUL', statusReason: expect.stringContaining(NAME) },
    });
  });

  it('are ignored by a rollout that begins while they are in ALARM, as in ECS', async () => {
    const { cloud, pass } = await openWatched(60);
    await cloud.alarms.ensure({ service: SERVICE, rules: [ERRORS_HIGH], cause: CAUSE });
    await pass(600);
    expect(await cloud.alarms.listAlarming()).toEqual([{ service: SERVICE, kind: '5xx-high' }]);
    await cloud.compute.rollOut(flaky);
    await pass(2_400);
    expect((await present(cloud.compute)).deployment?.status).toBe('SUCCESSFUL');
  });
});
