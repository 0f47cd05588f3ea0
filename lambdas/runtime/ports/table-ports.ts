import type { AwsPlace } from '../../../adapters/aws/aws-place.ts';
import type { MetricPlace } from '../../../adapters/aws/cloudwatch-sources.ts';
import { openDynamoStore } from '../../../adapters/aws/dynamo-store.ts';
import { AwsIds } from '../../../adapters/aws/ulid-ids.ts';
import type { TablePorts } from '../../../core/api/handler.ts';
import { FARGATE_X86_US_EAST_1 } from '../../../core/budget/prices.ts';
import { ENV } from '../../../core/contract/env.ts';
import type { Settings } from '../../../core/ports.ts';
import { required } from '../environment.ts';
import { log } from '../log.ts';

/** What every function that knows the table has, built once per container. */
export const tablePorts: TablePorts = {
  clock: { now: () => new Date() },
  ids: new AwsIds(),
  store: openDynamoStore(required(ENV.table)),
  prices: { current: () => FARGATE_X86_US_EAST_1 },
  log,
};

/** The environment's own choices, as its stack sets them. */
export function settings(): Settings {
  return { environment: required(ENV.environment), timeZone: required(ENV.timeZone) };
}

/** Whose registry and secrets may be asked. Lambda names the region itself. */
export function awsPlace(): AwsPlace {
  return { account: required(ENV.account), region: required('AWS_REGION') };
}

/** Where the metrics of services are found. */
export function metricPlace(): MetricPlace {
  return { environment: required(ENV.environment), cluster: required(ENV.cluster) };
}
