import fc from 'fast-check';
import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { isLegalTaskSize } from '../../../core/contract/task-size.ts';
import { HISTORY_METRICS, whyInsufficient } from '../../../core/optimizer/history.ts';
import { searchLimits } from '../../../core/optimizer/search.ts';
import { atStep, demandOf, historyOf, SPEC, searchInput, seriesNamed, seriesOf, wave } from './histories.ts';

type Point = MetricSeries['points'][number];

const altered = (metric: MetricName, alter: (points: readonly Point[]) => readonly Point[]) =>
  seriesOf({ days: 3, work: wave(0.5, 1.2) }).map((series) =>
    series.metric === metric ? { ...series, points: alter(series.points) } : series,
  );

const valued = (value: number) => (points: readonly Point[]) => points.map(({ at }) => ({ at, value }));

describe('too little history', () => {
  const day = seriesOf({ days: 14, work: wave(0.5, 1.2) });
  it.each([
    ['nothing at all', []],
    ['one sample', day.map((one) => ({ ...one, points: one.points.slice(-1) }))],
    ['6 hours', day.map((one) => ({ ...one, points: one.points.slice(-72) }))],
    [
      'an outage of 15 days',
      day.map((one) => ({
        ...one,
        points: one.points.map(({ value }, i) => ({ at: atStep(i - 20_000), value })),
      })),
    ],
    ['the last 6 hours missing', day.map((one) => ({ ...one, points: one.points.slice(0, -72) }))],
    [
      'two points in three missing of a day',
      day.map((one) => ({ ...one, points: one.points.slice(-288).filter((_, i) => i % 3 === 0) })),
    ],
    ['nothing but NaN', altered('cpu', valued(Number.NaN))],
    ['nothing but infinities', altered('memory', valued(Number.POSITIVE_INFINITY))],
    ['nothing but negative values', altered('cpu', valued(-1))],
    ['no task running', altered('running', valued(0))],
  ])('is said of %s', (_, series) => {
    expect(whyInsufficient(historyOf(series))).toMatch(/\.$/);
  });

  it('is not said of 14 days with every tenth point missing, in any order', () => {
    const series = day.map((one) => ({
      ...one,
      points: one.points.filter((__, i) => i % 10 !== 0).toReversed(),
    }));
    expect(whyInsufficient(historyOf(series))).toBeUndefined();
  });
});

describe('history in any order', () => {
  it('means the same', () => {
    const straight = seriesOf({ days: 3, work: wave(0.5, 1.2) });
    const turned = straight.map((one) => ({ ...one, points: one.points.toReversed() }));
    expect(demandOf(turned)).toEqual(demandOf(straight));
  });

  it('leaves out what the clock cannot have shown', () => {
    const skewed = altered('cpu', (points) => [
      ...points,
      { at: atStep(5_000), value: 1 },
      { at: 'yesterday', value: 1 },
    ]);
    expect(demandOf(skewed)).toEqual(demandOf(seriesOf({ days: 3, work: wave(0.5, 1.2) })));
  });
});

describe('total demand', () => {
  it('is what the work took, without what tasks burn by being there', () => {
    const demand = demandOf(seriesOf({ days: 3, work: wave(0.5, 1.2) }));
    expect(demand.overheadVcpu).toBeCloseTo(0.01, 6);
    const known = demand.vcpu.filter((value) => !Number.isNaN(value));
    expect(Math.max(...known)).toBeCloseTo(1.2, 3);
    expect(Math.min(...known)).toBeCloseTo(0.5, 3);
  });

  it('is what the requests would have cost while every task was saturated', () => {
    const demand = demandOf(seriesOf({ days: 3, work: wave(1, 6) }));
    expect(demand.vcpu.filter((value) => !Number.isNaN(value)).reduce((a, b) => Math.max(a, b))).toBeCloseTo(
      6,
      1,
    );
  });

  it('takes restarts at a full memory for kills', () => {
    const full = altered('memory', valued(0.97)).map((one) =>
      one.metric === 'restarts'
        ? seriesNamed(
            'restarts',
            one.points.map(({ at }, i) => ({ at, value: i === 100 ? 0.2 : 0 })),
          )
        : one,
    );
    expect(demandOf(full)).toMatchObject({ outOfMemoryKills: 1, lastKillMiB: 4_096 });
  });
});

describe('hostile history', () => {
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      -1,
      0,
      1,
      1e308,
      5e-324,
    ),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  const point = fc.record({ step: fc.integer({ min: -5_000, max: 500 }), value });
  const oneSeries = fc.record({
    metric: fc.constantFrom(...HISTORY_METRICS),
    points: fc.array(point, { maxLength: 400 }),
  });

  it('never ends in a crash nor in limits that cannot be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(oneSeries, { maxLength: 9 }), async (many) => {
        const series = many.map(({ metric, points }) =>
          seriesNamed(
            metric,
            points.map((one) => ({ at: atStep(one.step), value: one.value })),
          ),
        );
        const input = await searchInput(series, ServiceSpec.parse(SPEC));
        const { best, today } = searchLimits(input);
        expect(Number.isFinite(today.expectedMicroUsd)).toBe(true);
        if (!best) return;
        expect(isLegalTaskSize(best.limits)).toBe(true);
        expect(best.limits.min).toBeLessThanOrEqual(best.limits.max);
        expect(best.limits.max).toBeLessThanOrEqual(5_000);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('of nothing but zeros proposes no smaller minimum than two', async () => {
    const input = await searchInput(seriesOf({ days: 14, work: () => 0, memoryMiB: 0 }));
    expect(searchLimits(input).best?.limits.min).toBe(2);
  });
});
