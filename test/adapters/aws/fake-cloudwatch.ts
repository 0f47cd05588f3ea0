import {
  CloudWatchClient,
  CloudWatchServiceException,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricAlarm,
  type MetricDataResult,
  type MetricStat,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';

/** A metric as CloudWatch tells it from others: by its namespace, its name and all of its dimensions. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/**
 * CloudWatch in memory behind its client: samples and alarms, with the limits of the API Reference (GetMetricData,
 * PutMetricAlarm, DescribeAlarms). `pageSize` cuts answers into pages of so many points or alarms.
 */
export class FakeCloudWatch {
  readonly mock = mockClient(CloudWatchClient);
  readonly client = new CloudWatchClient({});
  readonly alarms = new Map<string, MetricAlarm>();
  readonly #samples = new Map<string, Sample[]>();
  readonly #pageSize: number;

  constructor({ pageSize = Number.POSITIVE_INFINITY }: { readonly pageSize?: number } = {}) {
    this.#pageSize = pageSize;
    this.mock.on(GetMetricDataCommand).callsFake((input) => this.#metricData(input));
    this.mock.on(DescribeAlarmsCommand).callsFake((input) => this.#describe(input));
    this.mock.on(PutMetricAlarmCommand).callsFake((input) => this.#put(input));
    this.mock.on(DeleteAlarmsCommand).callsFake(({ AlarmNames = [] }) => {
      for (const name of AlarmNames) this.alarms.delete(name);
    });
  }

  /** Adds samples of one instant. */
  sample(metric: MetricIdentity, at: Date, values: readonly number[]): void {
    const key = keyOf(metric);
    const samples = values.map((value) => ({ atMs: at.getTime(), value }));
    this.#samples.set(key, [...(this.#samples.get(key) ?? []), ...samples]);
  }

  /** Puts an alarm into a state, as its evaluation would. */
  setState(name: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): void {
    this.alarms.set(name, {
      ...this.alarms.get(name),
      StateValue,
      StateTransitionedTimestamp: new Date('2026-03-02T09:00:00.000Z'),
    });
  }

  #metricData({ MetricDataQueries = [], StartTime, EndTime, NextToken }: GetMetricDataCommandInput) {
    if (MetricDataQueries.length > 500) throw invalid('more than 500 queries');
    const [fromMs, toMs] = [Number(StartTime), Number(EndTime)];
    if (!(fromMs < toMs)) throw invalid('StartTime must be before EndTime');
    const all = MetricDataQueries.flatMap(({ Id, MetricStat }) =>
      this.#aggregated(MetricStat, { fromMs, toMs }).map((point) => ({ Id, ...point })),
    );
    if (all.length > 100_800) throw invalid('more than 100,800 datapoints');
    const begin = Number(NextToken ?? 0);
    const page = all.slice(begin, begin + this.#pageSize);
    const isLast = begin + page.length >= all.length;
    return {
      MetricDataResults: MetricDataQueries.map(({ Id }): MetricDataResult => {
        const mine = page.filter((point) => point.Id === Id);
        const StatusCode = isLast ? 'Complete' : 'PartialData';
        return {
          Id,
          StatusCode,
          Timestamps: mine.map(({ at }) => at),
          Values: mine.map(({ value }) => value),
        };
      }),
      ...(!isLast && { NextToken: String(begin + page.length) }),
    };
  }

  #aggregated(stat: MetricStat | undefined, { fromMs, toMs }: { fromMs: number; toMs: number }) {
    const { Period = 0, Stat = '' } = stat ?? {};
    if (Period <= 0 || Period % 60 !== 0) throw invalid(`Period ${Period}`);
    const key = keyOf(identityOf(stat));
    const periods = new Map<number, number[]>();
    for (const { atMs, value } of this.#samples.get(key) ?? []) {
      if (atMs < fromMs || atMs >= toMs) continue;
      const startMs = Math.floor(atMs / (Period * 1_000)) * Period * 1_000;
      periods.set(startMs, [...(periods.get(startMs) ?? []), value]);
    }
    return [...periods].map(([startMs, values]) => ({
      at: new Date(startMs),
      value: statistic(Stat, values),
    }));
  }

  /** Tags go nowhere: CloudWatch does not tell them with an alarm. */
  #put({ Tags: _, ...alarm }: MetricAlarm & { Tags?: unknown }) {
    const known = this.alarms.get(alarm.AlarmName ?? '');
    this.alarms.set(alarm.AlarmName ?? '', {
      ...alarm,
      StateValue: known?.StateValue ?? 'INSUFFICIENT_DATA',
      StateTransitionedTimestamp: known?.StateTransitionedTimestamp ?? new Date('2026-03-02T08:00:00.000Z'),
    });
    return {};
  }

  #describe({ AlarmNamePrefix = '', StateValue, MaxRecords = 50, NextToken }: DescribeAlarmsCommandInput) {
    if (MaxRecords > 100) throw invalid(`MaxRecords ${MaxRecords}`);
    const all = [...this.alarms.values()]
      .filter((alarm) => alarm.AlarmName?.startsWith(AlarmNamePrefix))
      .filter((alarm) => StateValue === undefined || alarm.StateValue === StateValue);
    const begin = Number(NextToken ?? 0);
    const end = begin + Math.min(MaxRecords, this.#pageSize);
    return { MetricAlarms: all.slice(begin, end), ...(end < all.length && { NextToken: String(end) }) };
  }
}

function identityOf({ Metric }: MetricStat = { Metric: undefined, Period: 60, Stat: '' }): MetricIdentity {
  const { Namespace = '', MetricName = '', Dimensions = [] } = Metric ?? {};
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

/** The percentile by nearest rank: exact for what tests write. */
function statistic(stat: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (stat === 'Sum') return sum;
  if (stat === 'Average') return sum / values.length;
  const percentile = Number(/^p(\d+)$/.exec(stat)?.[1]);
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percentile / 100) * sorted.length) - 1] ?? Number.NaN;
}

function keyOf({ namespace, name, dimensions }: MetricIdentity): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

function invalid(message: string): CloudWatchServiceException {
  return new CloudWatchServiceException({
    name: 'ValidationError',
    $fault: 'client',
    $metadata: {},
    message,
  });
}
