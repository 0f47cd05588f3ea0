import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { metricDataClient } from '../../../adapters/aws/cloudwatch-client.ts';
import { CloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import { describeMetrics } from '../metrics.contract.ts';
import { published } from './measured-by-ecs.ts';

const client = metricDataClient();
let worlds = 0;

/** Four hours back: CloudWatch takes no more than two weeks of the past. */
const FROM = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 4 * 3_600_000);

/** Each in an environment of its own: nothing can be taken back from CloudWatch. */
describeMetrics(
  'CloudWatch',
  async () => {
    worlds += 1;
    const environment = `test-${process.pid}-${worlds}`;
    const place = { environment, cluster: `hms-ops-${environment}` };
    return {
      metrics: new CloudWatchMetrics({ client, place }),
      measure: async (service, at, minute) => {
        for (const [{ namespace, name, dimensions }, values] of published(service, minute, environment)) {
          const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
          const MetricData = values.map((Value) => ({ MetricName: name, Dimensions, Timestamp: at, Value }));
          if (MetricData.length > 0)
            await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
        }
      },
    };
  },
  FROM,
);
