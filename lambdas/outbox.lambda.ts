import { openEventBus } from '../adapters/aws/event-bus.ts';
import { ENV } from '../core/contract/env.ts';
import { required } from './runtime/environment.ts';
import { log } from './runtime/log.ts';
import { onStream } from './runtime/on-stream.ts';
import { publishOutbox } from './runtime/publish-outbox.ts';

const bus = openEventBus(required(ENV.bus));

/** Events of committed transactions, from the table's stream to the bus. */
export const handler = onStream('outbox', (records) => publishOutbox({ bus, log }, records));
