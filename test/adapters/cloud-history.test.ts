import fc from 'fast-check';
import { EventBus, type EventFaults } from '../../adapters/embedded/cloud/event-bus.ts';
import type { CloudEvent } from '../../adapters/embedded/cloud/scene.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { MetricName } from '../../core/contract/monitoring.ts';
import { CANARY, CAUSE, openCloud, orderFor, present, START } from './cloud-fixture.ts';

type World = ReturnType<typeof openCloud>;

const RULE = {
  kind: 'cpu-high',
  metric: 'cpu',
  comparison: 'above',
  threshold: 0.7,
  periodSec: 60,
  datapointsToAlarm: 2,
  evaluationPeriods: 3,
} as const;

/** A morning in the life of a service: created, loaded, scaled, broken, rolled back, altered by hand. */
async function liveThroughTheMorning({ cloud, pass }: World): Promise<void> {
  const service = 'job-ingest';
  await cloud.compute.create(orderFor());
  await cloud.alarms.ensure({ service, rules: [RULE], cause: CAUSE });
  await pass(900);
  cloud.setLoad(service, 2.2, 1_800);
  await pass(600);
  await cloud.compute.setDesiredCount({ service, desiredCount: 4, cause: CAUSE });
  await pass(600);
  await cloud.compute.rollOut(orderFor({ generation: 2, image: 'govlab/job-ingest:v2', desiredCount: 4 }));
  await pass(600);
  cloud.alterByHand({ service, as: 'mallory', killTasks: 1 });
  await pass(90);
}

async function historyOf(world: World): Promise<unknown> {
  const range = { from: START, to: new Date(START.getTime() + 6 * 3_600_000), periodSec: 60 };
  const metrics = await world.cloud.metrics.read({
    service: 'job-ingest',
    metrics: MetricName.options,
    ...range,
  });
  return { state: world.cloud.state(), metrics };
}

describe('the history of the simulated cloud', () => {
  it('is the same for the same seed and the same calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const [one, other] = [
          openCloud({ seed, workloads: () => undefined }),
          openCloud({ seed, workloads: () => undefined }),
        ];
        await liveThroughTheMorning(one);
        await liveThroughTheMorning(other);
        expect(await historyOf(one)).toEqual(await historyOf(other));
      }),
      { numRuns: 5 },
    );
  });

  it('differs for another seed', async () => {
    const [one, other] = [openCloud({ seed: 1 }), openCloud({ seed: 2 })];
    await liveThroughTheMorning(one);
    await liveThroughTheMorning(other);
    expect(await historyOf(one)).not.toEqual(await historyOf(other));
  });

  it('does not depend on how often the cloud is looked at', async () => {
    const [watched, alone] = [openCloud(), openCloud()];
    for (const { cloud } of [watched, alone]) await cloud.compute.create(orderFor());
    await watched.pass(600, () => void watched.cloud.state());
    alone.clock.set(new Date(START.getTime() + 600_000));
    alone.cloud.advance();
    expect(alone.cloud.state()).toEqual(watched.cloud.state());
  });

  it('goes on from a snapshot, through JSON, as if nothing had happened', async () => {
    const [steady, saved] = [openCloud(), openCloud()];
    for (const world of [steady, saved]) {
      await liveThroughTheMorning(world);
      await world.cloud.compute.rollOut(
        orderFor({ generation: 3, image: 'govlab/job-ingest:v3', strategy: CANARY, desiredCount: 4 }),
      );
      await world.pass(47);
    }
    const restored = openCloud();
    restored.clock.set(saved.clock.now());
    restored.cloud.restore(JSON.parse(JSON.stringify(saved.cloud.snapshot())));
    for (const world of [steady, restored]) await world.pass(1_000);
    expect(await historyOf(restored)).toEqual(await historyOf(steady));
    expect((await present(restored.cloud.compute)).deployment?.pausedHookId).toBeDefined();
  });

  it('can be saved without its metrics, which then start anew', async () => {
    const world = openCloud();
    await liveThroughTheMorning(world);
    const restored = openCloud();
    restored.clock.set(world.clock.now());
    restored.cloud.restore(world.cloud.snapshot({ history: false }));
    expect(restored.cloud.state()).toEqual(world.cloud.state());
    const range = { from: START, to: restored.clock.now(), periodSec: 60 };
    const [cpu] = await restored.cloud.metrics.read({ service: 'job-ingest', metrics: ['cpu'], ...range });
    expect(cpu?.points).toEqual([]);
  });

  it.each([{}, null, { version: 2 }, 'text', { version: 1, services: 3 }])(
    'refuses to go on from %j',
    (json) => {
      const restore = () => openCloud().cloud.restore(json);
      expect(restore).toThrow(expect.objectContaining({ code: 'dev.not_here' }));
    },
  );

  it('refuses to go on from a state that lies in the future of the clock', async () => {
    const world = openCloud();
    await world.pass(60);
    const restore = () => openCloud().cloud.restore(world.cloud.snapshot());
    expect(restore).toThrow(expect.objectContaining({ code: 'dev.not_here' }));
  });
});

describe('the log of mutations', () => {
  it('names every call that altered something with its cause, and none that altered nothing', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor());
    await cloud.compute.create(orderFor());
    await pass(200);
    await cloud.compute.rollOut(orderFor());
    const scaled = { service: 'job-ingest', desiredCount: 3, cause: { actor: 'scaler', decisionId: 'D1' } };
    await cloud.compute.setDesiredCount(scaled);
    await cloud.compute.setDesiredCount(scaled);
    expect(cloud.mutations).toMatchObject([
      { call: 'CreateService', actor: CAUSE.actor, changeId: CAUSE.changeId },
      { call: 'UpdateService', actor: 'scaler', decisionId: 'D1', detail: { desiredCount: 3, from: 2 } },
    ]);
  });

  it('keeps the newest ten thousand at least, and not many more', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor());
    await pass(200);
    for (let i = 0; i < 12_000; i += 1)
      cloud.alterByHand({ service: 'job-ingest', as: 'mallory', desiredCount: 2 + (i % 2) });
    expect(cloud.mutations.length).toBeGreaterThanOrEqual(10_000);
    expect(cloud.mutations.length).toBeLessThanOrEqual(11_000);
    expect(cloud.mutations.at(-1)?.detail).toEqual({ desiredCount: 3 });
  });
});

describe('events of the simulated cloud', () => {
  async function eventsWith(events?: EventFaults): Promise<readonly { event: CloudEvent; lateMs: number }[]> {
    const world = openCloud(events ? { events } : {});
    const seen: { event: CloudEvent; lateMs: number }[] = [];
    world.cloud.onEvent((event) =>
      seen.push({ event, lateMs: world.clock.now().getTime() - Date.parse(event.at) }),
    );
    await liveThroughTheMorning(world);
    await world.pass(600);
    return seen;
  }
  const FAULTLESS: EventFaults = { dropRatio: 0, duplicateRatio: 0, lateSec: 0 };

  it('come once and at once where nothing is wrong', async () => {
    const seen = await eventsWith();
    expect(new Set(seen.map(({ event }) => event.kind))).toEqual(new Set(['task', 'deployment', 'alarm']));
    expect(Math.max(...seen.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(1);
    const texts = seen.map(({ event }) => JSON.stringify(event));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('never come when all are dropped, though the cloud goes on as ever', async () => {
    expect(await eventsWith({ ...FAULTLESS, dropRatio: 1 })).toEqual([]);
  });

  it('come twice when all are duplicated', async () => {
    const [once, twice] = [await eventsWith(), await eventsWith({ ...FAULTLESS, duplicateRatio: 1 })];
    expect(twice).toHaveLength(2 * once.length);
  });

  it('come late, each by its own time, so that their order changes', async () => {
    const seen = await eventsWith({ ...FAULTLESS, lateSec: 120 });
    const lateness = seen.map(({ lateMs }) => lateMs);
    expect(Math.max(...lateness)).toBeGreaterThan(30_000);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(120_000);
    const order = seen.map(({ event }) => event.at);
    expect([...order].sort()).not.toEqual(order);
  });

  it('come in the order in which they arrive, however far the clock leaps', () => {
    const orderBy = (leapMs: number) => {
      const bus = new EventBus(3, { ...FAULTLESS, lateSec: 600 });
      const seen: string[] = [];
      bus.listen(({ service }) => seen.push(service));
      for (let i = 0; i < 30; i += 1)
        bus.send({ kind: 'task', service: `svc-${i}`, at: START.toISOString() }, 0);
      for (let ms = 0; ms <= 600_000; ms += leapMs) bus.deliver(ms);
      return seen;
    };
    expect(orderBy(600_000)).toEqual(orderBy(1_000));
    expect(orderBy(1_000)).toHaveLength(30);
  });

  it('tell of a hook that waits', async () => {
    const world = openCloud();
    const kinds: string[] = [];
    world.cloud.onEvent(({ kind }) => kinds.push(kind));
    await world.cloud.compute.create(orderFor());
    await world.pass(200);
    await world.cloud.compute.rollOut(
      orderFor({ generation: 2, image: 'govlab/job-ingest:v3', strategy: CANARY }),
    );
    await world.pass(200);
    expect(kinds).toContain('hook');
  });
});

describe('a virtual clock', () => {
  it('stands still until it is set, and never goes back', () => {
    const clock = new VirtualClock(START);
    const later = new Date(START.getTime() + 1);
    expect(clock.now()).toEqual(START);
    clock.set(later);
    expect(clock.now()).toEqual(later);
    for (const wrong of [START, new Date(Number.NaN)])
      expect(() => clock.set(wrong)).toThrow(expect.objectContaining({ code: 'dev.not_here' }));
  });
});
