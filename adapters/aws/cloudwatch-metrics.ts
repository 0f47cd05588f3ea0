import type { CloudWatchClient, MetricStat } from '@aws-sdk/client-cloudwatch';
import { METRIC_UNITS, type MetricName, type MetricSeries } from '../../core/contract/monitoring.ts';
import type { Metrics } from '../../core/ports.ts';
import { MS } from '../../core/units.ts';
import { metricDataClient } from './cloudwatch-client.ts';
import { isCount, type MetricPlace, type MetricSource, sourceOf } from './cloudwatch-sources.ts';
import { MetricBatches, type Points } from './metric-batches.ts';
import { metricRangeOf, stepsIn } from './metric-range.ts';

type ReadRequest = Parameters<Metrics['read']>[0];

/** Six digits: more than any of these metrics is measured to. */
const DIGITS = 6;

/**
 * The metrics of services by `GetMetricData`: a few of one service over some minutes are one call, and so are those of
 * many services that are read side by side. Periods are aligned to whole multiples of their length. A period without
 * data has no point.
 */
export class CloudWatchMetrics implements Metrics {
  readonly #batches: MetricBatches;
  readonly #place: MetricPlace;

  constructor({ client, place }: { readonly client: CloudWatchClient; readonly place: MetricPlace }) {
    this.#batches = new MetricBatches(client);
    this.#place = place;
  }

  /** @throws OpsError `platform.unavailable` */
  async read({ service, metrics, ...asked }: ReadRequest): Promise<readonly MetricSeries[]> {
    const range = metricRangeOf(asked);
    const { periodSec } = range;
    const sources = metrics.map((metric) => sourceOf(this.#place, service, metric));
    const stats = sources.map((source) => statOf(source, periodSec));
    const found = stepsIn(range) === 0 ? [] : await this.#batches.ask(range, stats);
    return metrics.map((metric: MetricName, nth) => ({
      service,
      metric,
      unit: METRIC_UNITS[metric],
      periodSec,
      points: inOurUnit(found[nth] ?? [], sources[nth], { toMs: asked.to.getTime(), periodSec }),
    }));
  }
}

/** The metrics of the cluster that the environment names. */
export function openCloudWatchMetrics(place: MetricPlace): CloudWatchMetrics {
  return new CloudWatchMetrics({ client: metricDataClient(), place });
}

function statOf({ namespace, metricName, dimensions, stat }: MetricSource, Period: number): MetricStat {
  const Metric = { Namespace: namespace, MetricName: metricName, Dimensions: [...dimensions] };
  return { Metric, Stat: stat, Period };
}

/** Ratios of 1, and counts a minute whatever the period: of the last one, only the minutes that were asked for. */
function inOurUnit(
  points: Points,
  source: MetricSource | undefined,
  { toMs, periodSec }: { readonly toMs: number; readonly periodSec: number },
): Points {
  if (!source) return [];
  return points.map(({ at, value }) => {
    const seconds = Math.min(periodSec, (toMs - Date.parse(at)) / MS.second);
    const minutes = isCount(source) ? Math.max(1, seconds / 60) : 1;
    return { at, value: Number(((value * source.factor) / minutes).toPrecision(DIGITS)) };
  });
}
