import { openDynamoReader } from '../../../adapters/aws/dynamo-reader.ts';
import { ENV } from '../../../core/contract/env.ts';
import type { Ports } from '../../../core/ports.ts';
import { required } from '../environment.ts';
import { log } from '../log.ts';

/** What a function that reads the table and never writes it has. */
export const readingPorts: Pick<Ports, 'clock' | 'store' | 'log'> = {
  clock: { now: () => new Date() },
  store: openDynamoReader(required(ENV.table)),
  log,
};
