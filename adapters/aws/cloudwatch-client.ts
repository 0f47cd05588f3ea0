import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { clientSettings } from './aws-client.ts';

/** Reading two weeks of history takes CloudWatch longer than most calls take; in ms. */
export const METRICS_ANSWER_MS = 8_000;

/** CloudWatch's own names for its query protocol. Source: AWS SDK for JavaScript, client-cloudwatch. */
const QUERY = {
  defaultNamespace: 'com.amazonaws.cloudwatch',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  version: '2010-08-01',
};

/** CloudWatch, for alarms. */
export function cloudWatchClient(): CloudWatchClient {
  return new CloudWatchClient(clientSettings());
}

/**
 * CloudWatch, for `GetMetricData`. Behind an endpoint of one's own (`AWS_ENDPOINT_URL`, an emulator) the query protocol
 * is spoken, the one in which emulators tell times as the SDK reads them; AWS itself is spoken to in the SDK's default.
 */
export function metricDataClient(): CloudWatchClient {
  const isElsewhere = process.env['AWS_ENDPOINT_URL'] !== undefined;
  return new CloudWatchClient({
    ...clientSettings(METRICS_ANSWER_MS),
    ...(isElsewhere && { protocol: new AwsQueryProtocol(QUERY) }),
  });
}
