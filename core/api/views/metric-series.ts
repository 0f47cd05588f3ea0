import type { MetricName, MetricSeries } from '../../contract/monitoring.ts';
import { MetricName as MetricNames } from '../../contract/monitoring.ts';
import type { Ports } from '../../ports.ts';
import { MS } from '../../units.ts';

/** Periods that CloudWatch keeps, in seconds, finest first. */
const PERIODS_SEC = [60, 300, 900, 3_600] as const;

/** A chart needs no more points than this. */
const MAX_POINTS = 1_440;

/** Which metrics of which services, over how many minutes until now; no `metrics` means every one. */
export interface SeriesWish {
  readonly services: readonly string[];
  readonly minutes: number;
  readonly metrics?: readonly MetricName[] | undefined;
}

/** The series, service by service, in the finest period that stays readable. */
export async function metricSeries(
  { metrics, clock }: Pick<Ports, 'metrics' | 'clock'>,
  wish: SeriesWish,
): Promise<readonly MetricSeries[]> {
  const to = clock.now();
  const from = new Date(to.getTime() - wish.minutes * MS.minute);
  const periodSec = periodFor(wish.minutes);
  const read = [...new Set(wish.services)].map((service) =>
    metrics.read({ service, metrics: wish.metrics ?? MetricNames.options, from, to, periodSec }),
  );
  return (await Promise.all(read)).flat();
}

/** | minutes | period | : 1,440 gives 60 s, 7,200 gives 300 s, 20,160 gives 900 s. Pure. */
export function periodFor(minutes: number): number {
  return PERIODS_SEC.find((periodSec) => (minutes * 60) / periodSec <= MAX_POINTS) ?? 3_600;
}
