import type { ToldStore } from '../../adapters/embedded/policy/task-agents.ts';
import { liveVersions } from '../../core/policy/policy-versions.ts';
import type { Store } from '../../core/store/store.ts';

type Listener = Parameters<ToldStore['onCommit']>[0];

/**
 * The deployment's table as the simulated agents of tasks look at it: they are told when policies that concern tasks have
 * changed, so that none has to ask in vain thousands of times. Agents of real tasks just ask.
 */
export class PolicyWatch implements ToldStore {
  readonly #store: Store;
  readonly #listeners: Listener[] = [];
  #seen = '[]';

  constructor(store: Store) {
    this.#store = store;
  }

  get: Store['get'] = (key) => this.#store.get(key);
  getMany: Store['getMany'] = (keys) => this.#store.getMany(keys);
  query: Store['query'] = (query) => this.#store.query(query);
  commit: Store['commit'] = (commit) => this.#store.commit(commit);

  onCommit(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Looks whether policies have changed, and tells it. */
  async look(): Promise<void> {
    const versions = await liveVersions(this.#store);
    const now = JSON.stringify(versions);
    if (now === this.#seen) return;
    this.#seen = now;
    const items = versions.map(({ name }) => ({ key: { pk: `POLICY#${name}`, sk: '' } }));
    for (const listener of this.#listeners) listener({ items });
  }
}
