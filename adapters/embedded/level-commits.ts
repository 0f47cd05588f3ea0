import type { AuditEntry } from '../../core/contract/audit.ts';
import type { OpsEvent } from '../../core/contract/events.ts';
import type { Commit, Item, Key } from '../../core/store/store.ts';
import { type LevelDatabase, type Operation, writeDurably } from './level-database.ts';
import { operationsFor } from './level-items.ts';
import { itemKey } from './level-keys.ts';
import type { LevelOutbox } from './level-outbox.ts';
import { readItems } from './level-query.ts';
import { keysRead, type Staged, stageCommit } from './stage-commit.ts';

/** What a commit stored, told after it is durable. */
export interface CommitNotice {
  readonly items: readonly Item[];
  readonly deleted: readonly Key[];
  readonly audit: readonly AuditEntry[];
  readonly events: readonly OpsEvent[];
}

interface Waiting {
  readonly commit: Commit;
  readonly resolve: (notice: CommitNotice) => void;
  readonly reject: (reason: unknown) => void;
}

/** At most this many waiting commits share one fsync, so that the first of them does not wait long. */
const MAX_GROUP = 64;

/**
 * Stores commits one after another. Those that wait while an fsync runs share the next one: each is still checked
 * against the state that the ones before it leave, and refused alone.
 */
export class LevelCommits {
  readonly #db: LevelDatabase;
  readonly #outbox: LevelOutbox;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(db: LevelDatabase, outbox: LevelOutbox) {
    this.#db = db;
    this.#outbox = outbox;
  }

  /** Resolves when `commit` is durable. @throws OpsError `store.conflict`, `platform.unavailable`. */
  store(commit: Commit): Promise<CommitNotice> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commit, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await undefined; // lets commits of the same turn join the first group
    while (this.#waiting.length > 0) await this.#storeGroup(this.#waiting.splice(0, MAX_GROUP));
    this.#running = undefined;
  }

  async #storeGroup(group: readonly Waiting[]): Promise<void> {
    const accepted: { readonly waiting: Waiting; readonly notice: CommitNotice }[] = [];
    try {
      const view = await GroupView.load(this.#db, group);
      for (const waiting of group) {
        const notice = stageInto(view, waiting);
        if (notice) accepted.push({ waiting, notice });
      }
      const events = this.#outbox.operationsFor(accepted.flatMap(({ notice }) => notice.events));
      const operations = [...view.operations(), ...events];
      if (operations.length > 0) await this.#write(operations);
      for (const { waiting, notice } of accepted) waiting.resolve(notice);
    } catch (failure) {
      for (const { reject } of group) reject(failure);
    }
  }

  /** A write that failed may have been stored all the same. */
  #write(operations: readonly Operation[]): Promise<void> {
    return writeDurably(this.#db, operations).finally(() => this.#outbox.noteWritten());
  }
}

function stageInto(view: GroupView, { commit, reject }: Waiting): CommitNotice | undefined {
  try {
    const { records, audit, entries } = stageCommit(commit, (key) => view.read(key));
    view.stage([...records, ...audit]);
    return {
      items: records.flatMap(({ item }) => item ?? []),
      deleted: records.filter(({ item }) => !item).map(({ key }) => key),
      audit: entries,
      events: commit.events,
    };
  } catch (refusal) {
    reject(refusal);
    return undefined;
  }
}

/** The stored state that a group of commits reads, and what the accepted ones make of it. */
class GroupView {
  readonly #before: ReadonlyMap<string, Item>;
  readonly #after = new Map<string, Staged>();

  private constructor(items: readonly Item[]) {
    this.#before = new Map(items.map((item) => [idOf(item.key), item]));
  }

  static async load(db: LevelDatabase, group: readonly Waiting[]): Promise<GroupView> {
    const keys = new Map(group.flatMap(({ commit }) => keysRead(commit).map((key) => [idOf(key), key])));
    return new GroupView(await readItems(db, [...keys.values()]));
  }

  read(key: Key): Item | undefined {
    const id = idOf(key);
    const staged = this.#after.get(id);
    return staged ? staged.item : this.#before.get(id);
  }

  stage(changes: readonly Staged[]): void {
    for (const change of changes) this.#after.set(idOf(change.key), change);
  }

  /** The net steps from the stored state to the staged one. */
  operations(): readonly Operation[] {
    return [...this.#after].flatMap(([id, { item }]) => operationsFor(this.#before.get(id), item));
  }
}

function idOf(key: Key): string {
  return itemKey(key).toString('latin1');
}
