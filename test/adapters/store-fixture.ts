import type { OpsEvent } from '../../core/contract/events.ts';
import type { Query, Store } from '../../core/store/store.ts';

/** A store and what every adapter has beside the port. */
export interface OpenedStore {
  readonly store: Store;
  readonly drainOutbox: (deliver: (event: OpsEvent) => Promise<void>) => Promise<void>;
  readonly forgetExpired: (now: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** An empty store for each test of the suite that calls this; read the fields inside tests only. */
export function useStore(open: () => Promise<OpenedStore>): OpenedStore {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  return {
    get store() {
      return opened.store;
    },
    drainOutbox: (deliver) => opened.drainOutbox(deliver),
    forgetExpired: (now) => opened.forgetExpired(now),
    close: () => opened.close(),
  };
}

/** The values of each page of `query`, until there is no more. */
export async function allPages(store: Store, query: Query): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ ...query, ...(after !== undefined && { after }) });
    pages.push(page.items.map((item) => item.value));
    after = page.next;
  } while (after !== undefined);
  return pages;
}

/** The names of the records of `store-examples.ts` that one page of `query` holds. */
export async function namesIn(store: Store, query: Query): Promise<string[]> {
  return (await store.query(query)).items.map((item) => item.key.pk.slice('SERVICE#'.length));
}
