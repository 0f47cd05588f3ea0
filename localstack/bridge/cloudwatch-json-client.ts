import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols';

/**
 * CloudWatch in its JSON protocol. Of those that emulators answer, it is the one that carries distributions (`Values` and
 * `Counts`) and is read fastest.
 */
export function cloudWatchJsonClient(): CloudWatchClient {
  const serviceTarget = 'GraniteServiceVersion20100801';
  const settings = { defaultNamespace: 'com.amazonaws.cloudwatch', serviceTarget, awsQueryCompatible: true };
  return new CloudWatchClient({
    protocol: new AwsJson1_0Protocol(settings),
    disableRequestCompression: true,
  });
}
