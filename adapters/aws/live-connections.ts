import * as z from 'zod';
import type { Clock } from '../../core/ports.ts';
import { each, type RecordType } from '../../core/store/record-type.ts';
import type { Store } from '../../core/store/store.ts';
import { addSeconds } from '../../core/units.ts';

/** API Gateway ends a WebSocket connection after two hours. Source: Amazon API Gateway quotas, WebSocket APIs. */
const LIFETIME_SEC = 7_200;

/** A page that listens. `until`: when API Gateway ends the connection at the latest. */
const LiveConnection = z.object({ id: z.string(), until: z.string(), version: z.int() }).readonly();
type LiveConnection = z.infer<typeof LiveConnection>;

const PARTITION = 'LIVE';

/** | access pattern: the pages that listen | query `LIVE` / `CONNECTION#id` | */
const Connections: RecordType<LiveConnection, string> = {
  name: 'live connection',
  schema: LiveConnection,
  key: (id) => ({ pk: PARTITION, sk: `CONNECTION#${id}` }),
  idOf: ({ id }) => id,
  expiresAt: ({ until }) => until,
};

/** The WebSocket connections of pages that listen, kept in the one table. Adding and removing cost one request each. */
export class LiveConnections {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Remembers a connection for as long as it can live. Idempotent. @throws OpsError `platform.unavailable` */
  async add(id: string): Promise<void> {
    const until = addSeconds(this.#now(), LIFETIME_SEC);
    const value: LiveConnection = { id, until, version: 1 };
    const item = { key: Connections.key(id), version: 1, value, expiresAt: until };
    await this.#store.commit({ writes: [{ kind: 'put', item, expect: 'any' }], audit: [], events: [] });
  }

  /** Forgets a connection, known or not. @throws OpsError `platform.unavailable` */
  async remove(id: string): Promise<void> {
    const key = Connections.key(id);
    await this.#store.commit({ writes: [{ kind: 'delete', key, expect: 'any' }], audit: [], events: [] });
  }

  /** The ids of connections that may be open, page after page. @throws OpsError `platform.unavailable` */
  async *ids(): AsyncGenerator<string> {
    const now = this.#now();
    for await (const { id, until } of each(this.#store, Connections, { pk: PARTITION, order: 'ascending' }))
      if (until > now) yield id; // the table forgets up to days later
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
