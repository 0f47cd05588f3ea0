import { openDynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { AwsIds } from '../../adapters/aws/ulid-ids.ts';
import type { TablePorts } from '../../core/api/handler.ts';
import { FARGATE_X86_US_EAST_1 } from '../../core/budget/prices.ts';
import { ENV } from '../../core/contract/env.ts';
import { required } from './environment.ts';
import { log } from './log.ts';

/** The AWS wiring, built once per container. The embedded server has its own in `bin/local.ts`. */
export const ports: TablePorts = {
  clock: { now: () => new Date() },
  ids: new AwsIds(),
  store: openDynamoStore(required(ENV.table)),
  prices: { current: () => FARGATE_X86_US_EAST_1 },
  log,
};
