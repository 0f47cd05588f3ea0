import { METRIC_UNITS, MetricName } from '../../core/contract/monitoring.ts';
import type { Metrics } from '../../core/ports.ts';

/** Minutes are counted from here; hours before the platform's now, so that all of it is published. */
export const MEASURED_FROM = new Date('2026-03-02T08:00:00.000Z');

/** What a minute measured, in the units of `METRIC_UNITS`; what is left out was not measured. */
export type Minute = Partial<Record<MetricName, number>>;

/** Metrics under test, and a hand that writes what was measured: minutes of a service in their order. */
export interface MetricsUnderTest {
  readonly metrics: Metrics;
  measure(service: string, at: Date, minute: Minute): void;
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

/** The promises that every adapter of the `Metrics` port keeps. `open` gives one that measured nothing. */
export function describeMetrics(name: string, open: () => Promise<MetricsUnderTest>): void {
  describe(`${name}: what was measured`, () => {
    let under: MetricsUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    const measure = (minutes: readonly Minute[], service = 'portal') => {
      for (const [nth, values] of minutes.entries()) under.measure(service, minute(nth), values);
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
      return (series?.points ?? []).map(({ at, value }) => [new Date(at).toISOString().slice(11, 16), value]);
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
      measure([FULL]);
      expect(await points({ metrics: [metric] })).toEqual([['08:00', FULL[metric]]]);
    });

    it('is told from the beginning of the range to before its end, oldest first', async () => {
      measure([0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((cpu) => ({ cpu })));
      expect(await points({ from: minute(2), to: minute(4) })).toEqual([
        ['08:02', 0.3],
        ['08:03', 0.4],
      ]);
    });

    it('has no point where nothing was measured: that is not zero', async () => {
      measure([{ cpu: 0.1 }, { memory: 0.2 }, { cpu: 0 }]);
      expect(await points()).toEqual([
        ['08:00', 0.1],
        ['08:02', 0],
      ]);
    });

    it('is told in whole minutes that begin in the range', async () => {
      measure([0.1, 0.2, 0.3].map((cpu) => ({ cpu })));
      const within = { from: new Date(minute(0).getTime() + 20_000), to: new Date(minute(2).getTime() + 1) };
      const [series] = await read({ ...within, periodSec: 45 });
      expect(series?.periodSec).toBe(60);
      expect(await points({ ...within, periodSec: 45 })).toEqual([
        ['08:01', 0.2],
        ['08:02', 0.3],
      ]);
    });

    it('is averaged over a longer period, and counts stay counts a minute', async () => {
      measure(
        Array.from({ length: 10 }, (_, nth) => ({ cpu: nth / 10, requests: 60 * nth, restarts: nth % 2 })),
      );
      const wide = { periodSec: 300 };
      expect(await points({ ...wide, metrics: ['cpu'] })).toEqual([
        ['08:00', 0.2],
        ['08:05', 0.7],
      ]);
      expect(await points({ ...wide, metrics: ['requests'] })).toEqual([
        ['08:00', 120],
        ['08:05', 420],
      ]);
      expect(await points({ ...wide, metrics: ['restarts'] })).toEqual([
        ['08:00', 0.4],
        ['08:05', 0.6],
      ]);
    });

    it('counts a minute too in a last period that is not over', async () => {
      measure(Array.from({ length: 7 }, () => ({ requests: 60 })));
      expect(await points({ metrics: ['requests'], to: minute(7), periodSec: 300 })).toEqual([
        ['08:00', 60],
        ['08:05', 60],
      ]);
    });

    it('has longer periods begin at whole multiples of their length', async () => {
      measure(Array.from({ length: 10 }, (_, nth) => ({ cpu: nth / 10 })));
      expect(await points({ from: minute(1), periodSec: 300 })).toEqual([['08:05', 0.7]]);
    });

    it('is nothing for a service that never was, and nothing in a range that ends before it begins', async () => {
      measure([FULL]);
      expect(await points({ service: 'nobody' })).toEqual([]);
      expect(await points({ to: minute(-1) })).toEqual([]);
    });

    it('is told of each service alone when many are read side by side', async () => {
      measure([{ cpu: 0.1 }], 'portal');
      measure([{ cpu: 0.2 }], 'ingest');
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
