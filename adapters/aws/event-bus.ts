import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { OpsEvent } from '../../core/contract/events.ts';
import { clientSettings } from './aws-client.ts';
import { inBatches } from './in-batches.ts';

/** Whom the product's own events are from. */
const SOURCE = 'hms.ops';

/** Bytes that the time of an entry counts. Source: Amazon EventBridge User Guide, "Calculating event entry size". */
const TIME_BYTES = 14;

/** Of one request. Source: Amazon EventBridge User Guide, "Sending events with PutEvents". */
const LIMITS = { most: 10, maxBytes: 256 * 1_024, bytesOf: sizeOf };

/** An event that the bus did not take. `because` is the error's name or code. */
export interface Unpublished {
  readonly id: string;
  readonly because: string;
}

/** The custom bus. */
export class EventBus {
  readonly #client: EventBridgeClient;
  readonly #bus: string;

  constructor({ client, bus }: { readonly client: EventBridgeClient; readonly bus: string }) {
    this.#client = client;
    this.#bus = bus;
  }

  /**
   * Puts `events` on the bus, in their order and at most ten a request, and says which it did not take. One that fails
   * holds no other back. At least once: what is sent again is there twice, and reactions are idempotent. Never throws.
   */
  async publish(events: readonly OpsEvent[]): Promise<readonly Unpublished[]> {
    const failed: Unpublished[] = [];
    for (const batch of inBatches(events, LIMITS)) failed.push(...(await this.#put(batch)));
    return failed;
  }

  async #put(batch: readonly OpsEvent[]): Promise<readonly Unpublished[]> {
    const entries = batch.map((event) => ({ EventBusName: this.#bus, ...entryOf(event) }));
    try {
      const { Entries = [] } = await this.#client.send(new PutEventsCommand({ Entries: entries }));
      const results = batch.map(({ id }, i) => ({ id, result: Entries[i] }));
      return results
        .filter(({ result }) => result?.EventId === undefined)
        .map(({ id, result }) => ({ id, because: result?.ErrorCode ?? 'NoResult' }));
    } catch (error) {
      return batch.map(({ id }) => ({ id, because: error instanceof Error ? error.name : String(error) }));
    }
  }
}

/** The bus of this name in the account and region that the environment names. */
export function openEventBus(bus: string): EventBus {
  return new EventBus({ client: new EventBridgeClient(clientSettings()), bus });
}

function entryOf(event: OpsEvent): PutEventsRequestEntry {
  return { Source: SOURCE, DetailType: event.name, Detail: JSON.stringify(event), Time: new Date(event.at) };
}

function sizeOf(event: OpsEvent): number {
  const { Source = '', DetailType = '', Detail = '' } = entryOf(event);
  return TIME_BYTES + Buffer.byteLength(Source + DetailType + Detail);
}
