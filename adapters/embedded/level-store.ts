import { OpsError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import type { Commit, Item, Key, Query, QueryResult, Store } from '../../core/store/store.ts';
import { type CommitNotice, LevelCommits } from './level-commits.ts';
import { answer, type LevelDatabase, openDatabase, readRows } from './level-database.ts';
import { keyOf, rangeOfExpired } from './level-keys.ts';
import { type Deliver, LevelOutbox } from './level-outbox.ts';
import { queryItems, readItems } from './level-query.ts';

export interface LevelStoreOptions {
  /** A directory, which is made when it is missing, or `memory`. */
  readonly location: string;
  /** Hears of a commit listener that threw. */
  readonly log?: Log | undefined;
}

/** Hears of a commit after it is durable. What it throws is logged; the commit stands. */
export type CommitListener = (notice: CommitNotice) => void;

interface LevelStoreParts {
  readonly db: LevelDatabase;
  readonly outbox: LevelOutbox;
  readonly log: Log | undefined;
}

/** Opens the embedded store. @throws OpsError `platform.unavailable`, e.g. when another process holds it. */
export async function openLevelStore({ location, log }: LevelStoreOptions): Promise<LevelStore> {
  const db = await openDatabase(location);
  return new LevelStore({ db, outbox: await LevelOutbox.open(db), log });
}

/** The one table in one process: durable on disk, or in memory with the same behaviour. */
export class LevelStore implements Store {
  readonly #db: LevelDatabase;
  readonly #outbox: LevelOutbox;
  readonly #commits: LevelCommits;
  readonly #log: Log | undefined;
  readonly #listeners = new Set<CommitListener>();

  constructor({ db, outbox, log }: LevelStoreParts) {
    this.#db = db;
    this.#outbox = outbox;
    this.#log = log;
    this.#commits = new LevelCommits(db, outbox);
  }

  async get(key: Key): Promise<Item | undefined> {
    const [item] = await readItems(this.#db, [key]);
    return item;
  }

  getMany(keys: readonly Key[]): Promise<readonly Item[]> {
    return readItems(this.#db, keys);
  }

  query(query: Query): Promise<QueryResult> {
    return queryItems(this.#db, query);
  }

  async commit(commit: Commit): Promise<void> {
    const notice = await this.#commits.store(commit);
    for (const listener of this.#listeners) this.#tell(listener, notice);
  }

  /** Calls `listener` after every commit, in the order of commits. Returns how to stop that. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Delivers every event that is not yet delivered, oldest first and at least once, across restarts too. Rejects with
   * the failure of `deliver` and keeps the event. A call during a drain joins it: never await it inside `deliver`.
   */
  drainOutbox(deliver: Deliver): Promise<void> {
    return this.#outbox.drain(deliver);
  }

  /** Forgets what expired at or before `now` (ISO 8601 in UTC); returns how many records that were. */
  async forgetExpired(now: string): Promise<number> {
    const due = await readRows(this.#db, rangeOfExpired(now));
    const forgotten = await Promise.all(due.map(([stored]) => this.#forget(keyOf(stored), now)));
    return forgotten.filter((done) => done).length;
  }

  /** Waits for commits under way and lets go of the directory. */
  async close(): Promise<void> {
    await this.#commits.settled();
    await answer(() => this.#db.close());
  }

  #tell(listener: CommitListener, notice: CommitNotice): void {
    try {
      listener(notice);
    } catch (error) {
      this.#log?.error('store.listener-failed', { error });
    }
  }

  async #forget(key: Key, now: string): Promise<boolean> {
    const item = await this.get(key);
    if (item?.expiresAt === undefined || item.expiresAt > now) return false;
    try {
      await this.commit({ writes: [{ kind: 'delete', key, expect: item.version }], audit: [], events: [] });
      return true;
    } catch (error) {
      if (OpsError.is(error, 'store.conflict')) return false; // written again meanwhile: it lives on
      throw error;
    }
  }
}
