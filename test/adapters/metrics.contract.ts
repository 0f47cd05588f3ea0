import { METRIC_UNITS, MetricName } from '../../core/contract/monitoring.ts';
import type { Metrics } from '../../core/ports.ts';

/** Minutes are counted from here unless told. */
const MEASURED_FROM = new Date('2026-03-02T08:00:00.000Z');

/** What a minute measured, in the units of `METRIC_UNITS`; what is left out was not measured. */
export type Minute = Partial<Record<MetricName, number>>;

/** Metrics under test, and a hand that writes what was measured: minutes of a service in their order. */
export interface MetricsUnderTest {
  readonly metrics: Metrics;
  measure(service: string, at: Date, minute: Minute): void | Promise<void>;
}

const FULL: Required<Minute> = {
  cpu: 0.5,
  memory: 0.25,
  p50Ms: 20,
  p95Ms: 80,
  requests: 600,
  errors5xx: 3,
  running: 2,
  pending: 1,
  desired: 3,
  restarts: 1,
};

/** The instant `minutes` after the beginning. */
export function minute(minutes: number): Date {
  return new Date(MEASURED_FROM.getTime() + minutes * 60_000);
}

/**
 * The promises that every adapter of the `Metrics` port keeps. `open` gives one that measured nothing, for which `from`, a
 * whole hour, lies a while back, so that all is published.
 */
export function describeMetrics(
  name: string,
  open: () => Promise<MetricsUnderTest>,
  from = MEASURED_FROM,
): void {
  const minute = (minutes: number) => new Date(from.getTime() + minutes * 60_000);
  describe(`${name}: what was measured`, () => {
    let under: MetricsUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    const measure = async (minutes: readonly Minute[], service = 'portal') => {
      for (const [nth, values] of minutes.entries()) await under.measure(service, minute(nth), values);
    };
    const read = (change: Partial<Parameters<Metrics['read']>[0]> = {}) =>
      under.metrics.read({
        service: 'portal',
        metrics: ['cpu'],
        from: minute(0),
        to: minute(10),
        periodSec: 60,
        ...change,
      });
    const points = async (change: Parameters<typeof read>[0] = {}) => {
      const [series] = await read(change);
      return (series?.points ?? []).map(({ at, value }) => [
        (Date.parse(at) - from.getTime()) / 60_000,
        value,
      ]);
    };

    it('is a series for each metric, in the order that was asked, with its unit and period', async () => {
      const metrics = ['running', 'cpu', 'p95Ms'] as const;
      const series = await read({ metrics, periodSec: 300 });
      expect(series).toEqual(
        metrics.map((metric) => ({
          service: 'portal',
          metric,
          unit: METRIC_UNITS[metric],
          periodSec: 300,
          points: [],
        })),
      );
    });

    it.each(MetricName.options)('is told in the unit of %s', async (metric) => {
      await measure([FULL]);
      expect(await points({ metrics: [metric] })).toEqual([[0, FULL[metric]]]);
    });

    it('is told from the beginning of the range to before its end, oldest first', async () => {
      await measure([0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((cpu) => ({ cpu })));
      expect(await points({ from: minute(2), to: minute(4) })).toEqual([
        [2, 0.3],
        [3, 0.4],
      ]);
    });

    it('has no point where nothing was measured: that is not zero', async () => {
      await measure([{ cpu: 0.1 }, { memory: 0.2 }, { cpu: 0 }]);
      expect(await points()).toEqual([
        [0, 0.1],
        [2, 0],
      ]);
    });

    it('is told in whole minutes that begin in the range', async () => {
      await measure([0.1, 0.2, 0.3].map((cpu) => ({ cpu })));
      const within = { from: new Date(minute(0).getTime() + 20_000), to: new Date(minute(2).getTime() + 1) };
      const [series] = await read({ ...within, periodSec: 45 });
      expect(series?.periodSec).toBe(60);
      expect(await points({ ...within, periodSec: 45 })).toEqual([
        [1, 0.2],
        [2, 0.3],
      ]);
    });

    it('is averaged over a longer period, and counts stay counts a minute', async () => {
      await measure(
        Array.from({ length: 10 }, (_, nth) => ({ cpu: nth / 10, requests: 60 * nth, restarts: nth % 2 })),
      );
      const wide = { periodSec: 300 };
      expect(await points({ ...wide, metrics: ['cpu'] })).toEqual([
        [0, 0.2],
        [5, 0.7],
      ]);
      expect(await points({ ...wide, metrics: ['requests'] })).toEqual([
        [0, 120],
        [5, 420],
      ]);
      expect(await points({ ...wide, metrics: ['restarts'] })).toEqual([
        [0, 0.4],
        [5, 0.6],
      ]);
    });

    it('counts a minute too in a last period that is not over', async () => {
      await measure(Array.from({ length: 7 }, () => ({ requests: 60 })));
      expect(await points({ metrics: ['requests'], to: minute(7), periodSec: 300 })).toEqual([
        [0, 60],
        [5, 60],
      ]);
    });

    it('has longer periods begin at whole multiples of their length', async () => {
      await measure(Array.from({ length: 10 }, (_, nth) => ({ cpu: nth / 10 })));
      expect(await points({ from: minute(1), periodSec: 300 })).toEqual([[5, 0.7]]);
    });

    it('is nothing for a service that never was, and nothing in a range that ends before it begins', async () => {
      await measure([FULL]);
      expect(await points({ service: 'nobody' })).toEqual([]);
      expect(await points({ to: minute(-1) })).toEqual([]);
    });

    it('is told of each service alone when many are read side by side', async () => {
      await measure([{ cpu: 0.1 }], 'portal');
      await measure([{ cpu: 0.2 }], 'ingest');
      const services = ['ingest', 'nobody', 'portal'];
      const all = await Promise.all(services.map((service) => read({ service })));
      expect(all.flat().map((series) => [series.service, series.points[0]?.value])).toEqual([
        ['ingest', 0.2],
        ['nobody', undefined],
        ['portal', 0.1],
      ]);
    });
  });
}
