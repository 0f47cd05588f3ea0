import { log } from './runtime/log.ts';
import { onStream } from './runtime/on-stream.ts';
import { eventBus as bus } from './runtime/ports/event-bus.ts';
import { publishOutbox } from './runtime/publish-outbox.ts';

/** Events of committed transactions, from the table's stream to the bus. */
export const handler = onStream('outbox', (records) => publishOutbox({ bus, log }, records));
