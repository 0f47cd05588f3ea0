import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
  type MetricStat,
} from '@aws-sdk/client-cloudwatch';
import type { MetricPoint } from '../../core/contract/monitoring.ts';
import { answered, unavailable } from './aws-client.ts';
import { type MetricRange, stepsIn } from './metric-range.ts';
import { packed } from './pack-metric-queries.ts';

/** Points of one metric, in CloudWatch's unit, oldest first. */
export type Points = readonly MetricPoint[];

/** What is asked for together: same range, same answer. */
interface Batch {
  readonly stats: MetricStat[];
  readonly answer: Promise<readonly Points[]>;
}

/** What a result may say of itself and still be an answer. Source: CloudWatch API Reference, MetricDataResult. */
const ANSWERED: readonly (string | undefined)[] = ['Complete', 'PartialData', undefined];

/**
 * Asks CloudWatch for metrics, as few calls as its limits allow. What is asked within one turn of the event loop for
 * one range is asked together, so that reading many services side by side needs no words of its own.
 */
export class MetricBatches {
  readonly #client: CloudWatchClient;
  readonly #open = new Map<string, Batch>();

  constructor(client: CloudWatchClient) {
    this.#client = client;
  }

  /** The points of each of `stats`, in their order. @throws OpsError `platform.unavailable` */
  async ask(range: MetricRange, stats: readonly MetricStat[]): Promise<readonly Points[]> {
    const batch = this.#batchOf(range);
    const first = batch.stats.push(...stats) - stats.length;
    const answer = await batch.answer;
    return answer.slice(first, first + stats.length);
  }

  #batchOf(range: MetricRange): Batch {
    const key = JSON.stringify(range);
    const open = this.#open.get(key);
    if (open) return open;
    const stats: MetricStat[] = [];
    const answer = nextTurn().then(() => {
      this.#open.delete(key);
      return this.#fetch(range, stats);
    });
    const batch = { stats, answer };
    this.#open.set(key, batch);
    return batch;
  }

  async #fetch(range: MetricRange, stats: readonly MetricStat[]): Promise<readonly Points[]> {
    const queries = stats.map((stat, nth) => ({ Id: `m${nth}`, MetricStat: stat, ReturnData: true }));
    const found = new Map<string, MetricPoint[]>();
    for (const pack of packed(queries, stepsIn(range)))
      for (const result of await this.#pages(range, pack)) keep(found, result);
    return queries.map(({ Id }) => (found.get(Id) ?? []).sort((a, b) => (a.at < b.at ? -1 : 1)));
  }

  async #pages(
    { from, to }: MetricRange,
    queries: readonly MetricDataQuery[],
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
      next = answer.NextToken || undefined;
    } while (next !== undefined);
    return results;
  }
}

/** Adds what a page says of a metric; no answer of CloudWatch's is not the same as no data. */
function keep(
  found: Map<string, MetricPoint[]>,
  { Id = '', StatusCode, Timestamps = [], Values = [] }: MetricDataResult,
): void {
  if (!ANSWERED.includes(StatusCode)) throw unavailable('cloudwatch', new Error(`${Id} is ${StatusCode}`));
  const points = found.get(Id) ?? [];
  for (const [nth, at] of Timestamps.entries()) {
    const value = Values[nth];
    if (value !== undefined) points.push({ at: at.toISOString(), value });
  }
  found.set(Id, points);
}
