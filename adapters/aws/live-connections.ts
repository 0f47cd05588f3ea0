import type { Clock } from '../../core/ports.ts';
import { each } from '../../core/store/record-type.ts';
import {
  LiveConnectionRecords,
  livePages,
  newConnection,
} from '../../core/store/records/live-connections.ts';
import type { Store, Write } from '../../core/store/store.ts';

/** The WebSocket connections of pages that listen, kept in the one table. Adding and removing cost one request each. */
export class LiveConnections {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Remembers a connection for as long as it can live. Idempotent. @throws OpsError `platform.unavailable` */
  add(id: string): Promise<void> {
    const value = newConnection(id, this.#now());
    const item = { key: LiveConnectionRecords.key(id), version: 1, value, expiresAt: value.until };
    return this.#write({ kind: 'put', item, expect: 'any' });
  }

  /** Forgets a connection, known or not. @throws OpsError `platform.unavailable` */
  remove(id: string): Promise<void> {
    return this.#write({ kind: 'delete', key: LiveConnectionRecords.key(id), expect: 'any' });
  }

  /** The ids of connections that may be open, page after page. @throws OpsError `platform.unavailable` */
  async *ids(): AsyncGenerator<string> {
    const now = this.#now();
    for await (const { id, until } of each(this.#store, LiveConnectionRecords, livePages))
      if (until > now) yield id; // the table forgets up to days later
  }

  #write(write: Write): Promise<void> {
    return this.#store.commit({ writes: [write], audit: [], events: [] });
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
