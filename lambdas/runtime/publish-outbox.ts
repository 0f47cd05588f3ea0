import type { DynamoDBRecord } from 'aws-lambda';
import type { EventBus } from '../../adapters/aws/event-bus.ts';
import { outboxOf } from '../../adapters/aws/outbox-stream.ts';
import type { Log } from '../../core/ports.ts';

/**
 * Puts the outbox events of `records` on the bus; answers the sequence numbers of those that the bus did not take, and
 * of those that are no events, which end in the dead letters.
 */
export async function publishOutbox(
  { bus, log }: { readonly bus: Pick<EventBus, 'publish'>; readonly log: Log },
  records: readonly DynamoDBRecord[],
): Promise<readonly string[]> {
  const { entries, unreadable } = outboxOf(records);
  const failed = await bus.publish(entries.map(({ event }) => event));
  for (const { id, because } of failed) log.warn('outbox.not-taken', { id, because });
  const ids = new Set(failed.map(({ id }) => id));
  const again = entries.filter(({ event }) => ids.has(event.id)).map(({ sequenceNumber }) => sequenceNumber);
  return [...again, ...unreadable];
}
