import fc from 'fast-check';
import { behaviourOf } from '../../adapters/embedded/cloud/catalogue.ts';
import { applyLoad, demandFor, memoryOf } from '../../adapters/embedded/cloud/load-model.ts';
import { MetricRing } from '../../adapters/embedded/cloud/metric-ring.ts';
import { constantWorkload } from '../../adapters/embedded/workloads/workload.ts';
import { MetricName } from '../../core/contract/monitoring.ts';
import { CANARY, CAUSE, openCloud, orderFor, present, START } from './cloud-fixture.ts';

const INGEST = { behaviour: behaviourOf('govlab/job-ingest:v1'), size: { cpuUnits: 512 } };
const RECOMMENDER = { behaviour: behaviourOf('govlab/ai-recommender:v1'), size: { cpuUnits: 1_024 } };

function minutesIn(minutes: number): Date {
  return new Date(START.getTime() + minutes * 60_000);
}

async function openLoaded(rps: number, order = orderFor()) {
  const world = openCloud({ workloads: () => constantWorkload(rps) });
  await world.cloud.compute.create(order);
  await world.pass(600);
  const read = async (metric: MetricName, periodSec = 60, [from, to] = [0, 60]) => {
    const [series] = await world.cloud.metrics.read({
      service: order.service,
      metrics: [metric],
      from: minutesIn(from),
      to: minutesIn(to),
      periodSec,
    });
    return series?.points ?? [];
  };
  const latest = async (metric: MetricName) => (await read(metric)).at(-1)?.value;
  return { ...world, read, latest };
}

describe('what load does to tasks', () => {
  it.each([
    { ...INGEST, utilization: 0.88, tasks: 2, rps: 43.5 },
    { ...INGEST, utilization: 0.95, tasks: 4, rps: 94 },
    { ...RECOMMENDER, utilization: 0.88, tasks: 2, rps: 43.5 },
    { ...RECOMMENDER, utilization: 0.95, tasks: 4, rps: 94 },
  ])('runs $tasks tasks at CPU $utilization at $rps requests a second', ({ rps, ...wanted }) => {
    expect(demandFor(wanted)).toBeCloseTo(rps, 6);
    const outcome = applyLoad({ ...wanted, serving: wanted.tasks, demandRps: rps });
    const vcpu = wanted.size.cpuUnits / 1_024;
    expect((outcome?.vcpuPerTask ?? 0) / vcpu).toBeCloseTo(wanted.utilization, 6);
    expect(outcome?.errorsRps).toBe(0);
  });

  it('answers more slowly the busier it is, never beyond 10 s, and refuses what it cannot take', () => {
    const rate = fc.double({ min: 0, max: 500, noNaN: true });
    const property = fc.property(rate, rate, fc.integer({ min: 1, max: 20 }), (a, b, serving) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((demandRps) =>
        applyLoad({ ...INGEST, serving, demandRps }),
      );
      if (!less || !more) throw new Error('tasks that serve have an outcome');
      expect(more.p95Ms).toBeGreaterThanOrEqual(less.p95Ms);
      expect(more.p95Ms).toBeLessThanOrEqual(10_000);
      expect(more.p50Ms).toBeLessThanOrEqual(more.p95Ms);
      expect(more.errorsRps).toBeGreaterThanOrEqual(less.errorsRps);
      expect(more.rpsPerTask * serving + more.errorsRps).toBeCloseTo(Math.max(a, b), 6);
    });
    fc.assert(property);
  });

  it('has ai-recommender use at most 1,420 MiB whatever the load, and its v3 answer 40 % more slowly', () => {
    const rate = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(fc.property(rate, (rps) => memoryOf(RECOMMENDER.behaviour, rps, 86_400) <= 1_420));
    const slow = behaviourOf('govlab/ai-recommender:v3');
    expect(slow.p95Ms / RECOMMENDER.behaviour.p95Ms).toBeCloseTo(1.4, 10);
  });
});

describe('metrics of the simulated cloud', () => {
  it('has a value for every metric of a service under load, in its unit', async () => {
    const { latest } = await openLoaded(43.5);
    const seen = Object.fromEntries(
      await Promise.all(MetricName.options.map(async (m) => [m, await latest(m)])),
    );
    expect(seen).toMatchObject({
      requests: 2_610,
      errors5xx: 0,
      running: 2,
      pending: 0,
      desired: 2,
      restarts: 0,
    });
    expect(seen['cpu']).toBeCloseTo(0.88, 5);
    expect(seen['memory']).toBeCloseTo((260 + 14 * 21.75) / 1_024, 5);
    expect(seen['p95Ms']).toBeGreaterThan(190);
    expect(seen['p50Ms']).toBeLessThan(seen['p95Ms'] ?? 0);
  });

  it('publishes a minute one minute after it has ended', async () => {
    const { read } = await openLoaded(20);
    expect((await read('desired')).at(-1)?.at).toBe(minutesIn(8).toISOString());
  });

  it('has no CPU, memory or latency but only failed requests while no task runs', async () => {
    const { cloud, pass, read } = await openLoaded(10);
    await cloud.compute.setDesiredCount({ service: 'job-ingest', desiredCount: 0, cause: CAUSE });
    await pass(600);
    const window: [number, number] = [12, 18];
    for (const metric of ['cpu', 'memory', 'p50Ms', 'p95Ms'] as const)
      expect(await read(metric, 60, window)).toEqual([]);
    expect((await read('errors5xx', 60, window)).map(({ value }) => value)).toEqual(Array(6).fill(600));
    expect((await read('running', 60, window))[0]?.value).toBe(0);
  });

  it('has no requests, failed or not, before the first task was healthy', async () => {
    const { read } = await openLoaded(10);
    expect((await read('errors5xx')).map(({ value }) => value)).toEqual(Array(9).fill(0));
    expect((await read('requests'))[0]?.value).toBeLessThan(300);
  });

  it('answers a longer period with the mean of its minutes', async () => {
    const { cloud, pass, read } = await openLoaded(10);
    cloud.setLoad('job-ingest', 3, 150);
    await pass(600);
    const minutes = (await read('requests', 60, [10, 15])).map(({ value }) => value);
    expect(minutes).toEqual([1_800, 1_800, 1_200, 600, 600]);
    expect(await read('requests', 300, [10, 15])).toEqual([
      { at: minutesIn(10).toISOString(), value: 1_200 },
    ]);
  });

  it('keeps minutes for a day and five-minute means beyond', async () => {
    const { pass, read } = await openLoaded(20);
    await pass(26 * 3_600);
    expect(await read('cpu', 60, [60, 65])).toEqual([]);
    expect(await read('cpu', 300, [60, 120])).toHaveLength(12);
    expect((await read('cpu', 300, [60, 120]))[0]?.value).toBeCloseTo(0.41, 5);
  });

  it('has nothing to say of a service that never was', async () => {
    const { cloud } = openCloud();
    const range = { from: START, to: minutesIn(5), periodSec: 60 };
    const [series] = await cloud.metrics.read({ service: 'nobody', metrics: ['cpu'], ...range });
    expect(series?.points).toEqual([]);
  });

  it('counts a task that was killed as one restart, and a scaled-in one as none', async () => {
    const { cloud, pass, read } = await openLoaded(20);
    cloud.alterByHand({ service: 'job-ingest', as: 'mallory', killTasks: 1 });
    await pass(300);
    await cloud.compute.setDesiredCount({ service: 'job-ingest', desiredCount: 1, cause: CAUSE });
    await pass(300);
    const restarts = (await read('restarts', 60, [10, 20])).map(({ value }) => value);
    expect(restarts.reduce((sum, value) => sum + value, 0)).toBe(1);
  });

  it('lets both versions of a canary carry their share', async () => {
    const { cloud, pass, latest } = await openLoaded(20);
    const before = await latest('p95Ms');
    const strategy = { ...CANARY, percent: 50, pause: false };
    const size = { cpuUnits: 512, memoryMiB: 1_024 };
    await cloud.compute.rollOut(
      orderFor({ generation: 2, image: 'govlab/portal-web:v1', strategy, change: size }),
    );
    await pass(300);
    expect((await present(cloud.compute)).deployment?.stage).toBe('PRODUCTION_TRAFFIC_SHIFT');
    const during = await latest('p95Ms');
    const halves = (2 * (0.005 + 5 * 0.02) + 2 * (0.005 + 5 * 0.008)) / (4 * 0.5);
    expect(await latest('cpu')).toBeCloseTo(halves, 5);
    await pass(900);
    const after = await latest('p95Ms');
    expect(during).toBeLessThan(before ?? 0);
    expect(during).toBeGreaterThan(after ?? 0);
  });
});

describe('a metric ring', () => {
  it('gives back the newest values at their slots, whatever was skipped, and survives saving', () => {
    const writes = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer()), { maxLength: 80 });
    const property = fc.property(writes, (steps) => {
      const { ring, expected, newest } = written(steps);
      const copy = new MetricRing(1, 40);
      copy.load(ring.save());
      for (let slot = newest - 60; slot <= newest + 2; slot += 1) {
        expect(ring.read(slot, 0)).toBe(expected(slot));
        expect(copy.read(slot, 0)).toBe(expected(slot));
      }
    });
    fc.assert(property);
  });

  function written(steps: readonly (readonly [gap: number, value: number])[]) {
    const ring = new MetricRing(1, 40);
    const values = new Map<number, number>();
    let newest = 29_000_000;
    for (const [gap, value] of steps) {
      newest += gap;
      ring.write(newest, [value]);
      values.set(newest, Math.fround(value));
    }
    const expected = (slot: number) => (slot > newest - 40 ? (values.get(slot) ?? Number.NaN) : Number.NaN);
    return { ring, expected, newest };
  }
});
