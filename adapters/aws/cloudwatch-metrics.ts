import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { METRIC_UNITS, type MetricName, type MetricSeries } from '../../core/contract/monitoring.ts';
import type { Metrics } from '../../core/ports.ts';
import { MS } from '../../core/units.ts';
import { answered } from './aws-client.ts';
import { cloudWatchClient } from './cloudwatch-client.ts';
import { isCount, type MetricPlace, sourceOf } from './cloudwatch-sources.ts';
import { type AskedSeries, packed } from './pack-metric-queries.ts';

type Points = MetricSeries['points'];
type ReadRequest = Parameters<Metrics['read']>[0];

/** CloudWatch keeps minutes, so no shorter period is asked for. */
const SHORTEST_SEC = 60;

/** Six digits: more than any of these metrics is measured to. */
const DIGITS = 6;

/**
 * The metrics of services by `GetMetricData`, as few calls as its limits allow: a few metrics of one service over some
 * minutes are one call. Periods are aligned to whole multiples of their length. A period without data has no point.
 */
export class CloudWatchMetrics implements Metrics {
  readonly #client: CloudWatchClient;
  readonly #place: MetricPlace;

  constructor({ client, place }: { readonly client: CloudWatchClient; readonly place: MetricPlace }) {
    this.#client = client;
    this.#place = place;
  }

  /** @throws OpsError `platform.unavailable` */
  async read(request: ReadRequest): Promise<readonly MetricSeries[]> {
    const periodSec = Math.max(SHORTEST_SEC, Math.ceil(request.periodSec / SHORTEST_SEC) * SHORTEST_SEC);
    const periodMs = periodSec * MS.second;
    const from = new Date(Math.ceil(request.from.getTime() / periodMs) * periodMs);
    if (from >= request.to) return request.metrics.map((metric) => seriesOf(request, metric, periodSec, []));
    const asked = request.metrics.map((metric, nth) => ({ id: `m${nth}`, metric }));
    const queries = asked.map(({ id, metric }) => this.#query(id, metric, { ...request, periodSec }));
    const steps = Math.ceil((request.to.getTime() - from.getTime()) / periodMs);
    const found = new Map<string, Points>();
    for (const pack of packed(queries, steps))
      for (const result of await this.#ask(pack, { from, to: request.to }))
        keep(found, result);
    return asked.map(({ id, metric }) =>
      seriesOf(request, metric, periodSec, this.#converted(found.get(id) ?? [], { request, metric, periodSec })),
    );
  }

  async #ask(
    queries: readonly MetricDataQuery[],
    { from, to }: { readonly from: Date; readonly to: Date },
  ): Promise<readonly MetricDataResult[]> {
    const results: MetricDataResult[] = [];
    let next: string | undefined;
    do {
      const command = new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: from,
        EndTime: to,
        ScanBy: 'TimestampAscending',
        ...(next !== undefined && { NextToken: next }),
      });
      const answer = await answered('cloudwatch', this.#client.send(command));
      results.push(...(answer.MetricDataResults ?? []));
      next = answer.NextToken;
    } while (next !== undefined);
    return results;
  }

  #query(id: string, metric: MetricName, { service, periodSec }: AskedSeries): MetricDataQuery {
    const { namespace, metricName, stat, dimensions } = sourceOf(this.#place, service, metric);
    const Metric = { Namespace: namespace, MetricName: metricName, Dimensions: [...dimensions] };
    return { Id: id, MetricStat: { Metric, Stat: stat, Period: periodSec }, ReturnData: true };
  }

  /** In our units: ratios of 1, and counts a minute whatever the period. */
  #converted(
    points: Points,
    { request, metric, periodSec }: { request: ReadRequest; metric: MetricName; periodSec: number },
  ): MetricSeries['points'] {
    const source = sourceOf(this.#place, request.service, metric);
    const factor = isCount(source) ? source.factor / (periodSec / SHORTEST_SEC) : source.factor;
    return points.map(({ at, value }) => ({ at, value: Number((value * factor).toPrecision(DIGITS)) }));
  }
}

/** The metrics of the cluster that the environment names. */
export function openCloudWatchMetrics(place: MetricPlace): CloudWatchMetrics {
  return new CloudWatchMetrics({ client: cloudWatchClient(), place });
}

function keep(
  found: Map<string, Points>,
  { Id = '', Timestamps = [], Values = [] }: MetricDataResult,
): void {
  const points = Timestamps.flatMap((at, nth) => {
    const value = Values[nth];
    return value === undefined ? [] : [{ at: at.toISOString(), value }];
  });
  found.set(Id, [...(found.get(Id) ?? []), ...points]);
}

function seriesOf(
  { service }: ReadRequest,
  metric: MetricName,
  periodSec: number,
  points: MetricSeries['points'],
): MetricSeries {
  const sorted = [...points].sort((a, b) => (a.at < b.at ? -1 : 1));
  return { service, metric, unit: METRIC_UNITS[metric], periodSec, points: sorted };
}
