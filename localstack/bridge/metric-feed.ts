import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { isCount, type MetricPlace, sourceOf } from '../../adapters/aws/cloudwatch-sources.ts';
import { inBatches } from '../../adapters/aws/in-batches.ts';
import { MetricName, type MetricSeries } from '../../core/contract/monitoring.ts';
import type { Metrics } from '../../core/ports.ts';
import { MS } from '../../core/units.ts';

/** Of one request. Source: Amazon CloudWatch API Reference, PutMetricData: 1,000 metrics; these few fit 1 MB. */
const LIMITS = { most: 1_000, maxBytes: 900_000, bytesOf: () => 400 };

/** Minutes that are older when they are told are told five at a time: nobody reads so far back minute by minute. */
const FRESH_MS = 20 * MS.minute;
const COARSE_SEC = 300;

/** A value and the metric of CloudWatch that it belongs to. */
export interface NamedDatum {
  readonly namespace: string;
  readonly datum: MetricDatum;
}

/**
 * Puts what the simulated cloud measured into CloudWatch, as ECS and Container Insights do, under the names and in the
 * units of the one table that the product reads by.
 */
export class MetricFeed {
  readonly #client: CloudWatchClient;
  readonly #place: MetricPlace;
  readonly #toldMs = new Map<string, number>();

  constructor(client: CloudWatchClient, place: MetricPlace) {
    this.#client = client;
    this.#place = place;
  }

  /** Tells everything of `services` that is measured by `now` and was not told before. */
  async tell(metrics: Metrics, services: readonly string[], now: Date): Promise<void> {
    const all = await Promise.all(services.map((service) => this.#news(metrics, service, now)));
    const byNamespace = new Map<string, MetricDatum[]>();
    for (const { namespace, datum } of all.flat())
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), datum]);
    for (const [Namespace, data] of byNamespace)
      for (const batch of inBatches(data, LIMITS))
        await this.#client.send(new PutMetricDataCommand({ Namespace, MetricData: [...batch] }));
  }

  async #news(metrics: Metrics, service: string, now: Date): Promise<readonly NamedDatum[]> {
    const nowMs = now.getTime();
    const since = this.#toldMs.get(service) ?? 0;
    const split = Math.floor((nowMs - FRESH_MS) / (COARSE_SEC * MS.second)) * COARSE_SEC * MS.second;
    const read = (fromMs: number, toMs: number, periodSec: number) =>
      fromMs < toMs
        ? metrics.read({
            service,
            metrics: MetricName.options,
            from: new Date(fromMs),
            to: new Date(toMs),
            periodSec,
          })
        : [];
    const coarse = await read(Math.max(since, nowMs - 15 * MS.day), split, COARSE_SEC);
    const fine = await read(Math.max(since, split), nowMs, 60);
    const told = [...dataOf(this.#place, coarse), ...dataOf(this.#place, fine)];
    const newest = Math.max(
      since,
      ...fine.flatMap(({ points }) => points.map(({ at }) => Date.parse(at) + MS.minute)),
    );
    this.#toldMs.set(service, Math.max(newest, split));
    return told;
  }
}

/** Two of five requests are as slow as the slow ones: both percentiles come out as they went in, whatever the period. */
const LATENCIES = { ordinary: 3, slow: 2 } as const;

/** What was measured of a service in CloudWatch's units: sums stand for their whole period. Pure. */
export function dataOf(place: MetricPlace, measured: readonly MetricSeries[]): readonly NamedDatum[] {
  const slow = new Map(
    measured.find(({ metric }) => metric === 'p95Ms')?.points.map(({ at, value }) => [at, value]),
  );
  return measured
    .filter(({ metric }) => metric !== 'p95Ms')
    .flatMap((series) => seriesData(place, series, (at) => slow.get(at)));
}

function seriesData(
  place: MetricPlace,
  { service, metric, points, periodSec }: MetricSeries,
  slowAt: (at: string) => number | undefined,
): readonly NamedDatum[] {
  const source = sourceOf(place, service, metric);
  const factor = (isCount(source) ? periodSec / 60 : 1) / source.factor;
  return points.map(({ at, value }) => ({
    namespace: source.namespace,
    datum: {
      MetricName: source.metricName,
      Dimensions: [...source.dimensions],
      Timestamp: new Date(at),
      ...(metric === 'p50Ms' ? latencies(value, slowAt(at) ?? value) : { Value: value * factor }),
    },
  }));
}

/** Percentiles are asked of one metric, so it must hold a distribution. */
function latencies(p50: number, p95: number): Pick<MetricDatum, 'Values' | 'Counts'> {
  return { Values: [p50, p95], Counts: [LATENCIES.ordinary, LATENCIES.slow] };
}
