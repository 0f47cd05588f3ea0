import {
  CloudWatchServiceException,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import { MetricName } from '../../../core/contract/monitoring.ts';
import { describeMetrics, minute } from '../metrics.contract.ts';
import { FakeCloudWatch } from './fake-cloudwatch.ts';
import { published } from './measured-by-ecs.ts';

function openMetrics(options: { readonly pageSize?: number } = {}) {
  const cloudWatch = new FakeCloudWatch(options);
  const place = { environment: 'test', cluster: 'hms-ops-test' };
  const asked = (): GetMetricDataCommandInput[] =>
    cloudWatch.mock.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);
  const queriesACall = () => asked().map(({ MetricDataQueries = [] }) => MetricDataQueries.length);
  const metrics = new CloudWatchMetrics({ client: cloudWatch.client, place });
  return { cloudWatch, metrics, asked, queriesACall };
}

async function openMeasured(options: { readonly pageSize?: number } = {}) {
  const { cloudWatch, metrics } = openMetrics(options);
  return {
    metrics,
    measure: (service: string, at: Date, values: Parameters<typeof published>[1]) => {
      for (const [metric, samples] of published(service, values)) cloudWatch.sample(metric, at, samples);
    },
  };
}

describeMetrics('CloudWatch', openMeasured);
describeMetrics('CloudWatch in pages of three points', () => openMeasured({ pageSize: 3 }));

const names = (count: number) => Array.from({ length: count }, (_, nth) => `service-${nth}`);
const NIGHT = ['cpu', 'memory', 'requests'] as const;
const day = { from: minute(0), to: minute(1_440), periodSec: 300 };

describe('what reading metrics costs', () => {
  it('is one call for all metrics of a service over some minutes', async () => {
    const { metrics, queriesACall } = openMetrics();
    await metrics.read({
      service: 'portal',
      metrics: MetricName.options,
      from: minute(0),
      to: minute(5),
      periodSec: 60,
    });
    expect(queriesACall()).toEqual([10]);
  });

  it('is one call for what a scaling decision looks at', async () => {
    const { metrics, asked } = openMetrics();
    const from = new Date(minute(0).getTime() + 20_000);
    await metrics.read({
      service: 'portal',
      metrics: ['cpu', 'memory', 'p95Ms', 'running'],
      from,
      to: new Date(from.getTime() + 300_000),
      periodSec: 60,
    });
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toMatchObject({
      StartTime: minute(1),
      EndTime: minute(6),
      ScanBy: 'TimestampAscending',
    });
  });

  it('is one call for 116 services, three metrics each and 288 points, that are read side by side', async () => {
    const { metrics, queriesACall } = openMetrics();
    await Promise.all(names(116).map((service) => metrics.read({ service, metrics: NIGHT, ...day })));
    expect(queriesACall()).toEqual([348]);
  });

  it('is a call for each 500 queries', async () => {
    const { metrics, queriesACall } = openMetrics();
    const hour = { from: minute(0), to: minute(60), periodSec: 60 };
    await Promise.all(names(167).map((service) => metrics.read({ service, metrics: NIGHT, ...hour })));
    expect(queriesACall()).toEqual([500, 1]);
  });

  it('is a call for each 100,800 points', async () => {
    const { metrics, queriesACall } = openMetrics();
    const fortnight = { from: minute(0), to: minute(14 * 1_440), periodSec: 300 };
    await Promise.all(names(17).map((service) => metrics.read({ service, metrics: NIGHT, ...fortnight })));
    expect(queriesACall()).toEqual([25, 25, 1]);
  });

  it('is shared by reads of one minute, and not by reads of another range', async () => {
    const { metrics, queriesACall } = openMetrics();
    const read = (to: Date) =>
      metrics.read({ service: 'portal', metrics: ['cpu'], from: minute(0), to, periodSec: 60 });
    await Promise.all([
      read(new Date(minute(4).getTime() + 1)),
      read(new Date(minute(5).getTime() - 1)),
      read(minute(9)),
    ]);
    expect(queriesACall()).toEqual([2, 1]);
  });

  it('is nothing for a range in which no period begins', async () => {
    const { metrics, asked } = openMetrics();
    const at = new Date(minute(0).getTime() + 1);
    await metrics.read({ service: 'portal', metrics: ['cpu'], from: at, to: at, periodSec: 60 });
    expect(asked()).toEqual([]);
  });
});

describe('metrics that CloudWatch does not tell', () => {
  const read = ({ metrics }: ReturnType<typeof openMetrics>) =>
    metrics.read({ service: 'portal', metrics: ['cpu'], from: minute(0), to: minute(5), periodSec: 60 });
  const UNAVAILABLE = { code: 'platform.unavailable', params: { dependency: 'cloudwatch' } };

  it('are unavailable when it is too busy', async () => {
    const world = openMetrics();
    world.cloudWatch.mock
      .on(GetMetricDataCommand)
      .rejects(new CloudWatchServiceException({ name: 'Throttling', $fault: 'client', $metadata: {} }));
    await expect(read(world)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('are unavailable, not "no data", when one query of an answer failed', async () => {
    const world = openMetrics();
    world.cloudWatch.mock.on(GetMetricDataCommand).resolves({
      MetricDataResults: [{ Id: 'm0', StatusCode: 'InternalError', Timestamps: [], Values: [] }],
    });
    await expect(read(world)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('are asked for anew after a failure', async () => {
    const world = openMetrics();
    world.cloudWatch.mock.on(GetMetricDataCommand).rejectsOnce(new Error('socket')).resolves({});
    await expect(read(world)).rejects.toMatchObject(UNAVAILABLE);
    await expect(read(world)).resolves.toMatchObject([{ points: [] }]);
  });
});
