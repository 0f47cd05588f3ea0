import { MemoryLevel } from 'memory-level';
import { MemoryAuditAnchor } from '../../adapters/embedded/file-audit-anchor.ts';
import { JsonLog } from '../../adapters/embedded/json-log.ts';
import type { LevelDatabase } from '../../adapters/embedded/level-database.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { AuditEntry } from '../../core/contract/audit.ts';
import { entriesOf } from '../../core/store/records/audit.ts';
import type { AuditDraft, Key } from '../../core/store/store.ts';
import { commitOf } from '../adapters/store-examples.ts';

/** A store in memory whose rows a test can alter behind its back, as somebody with access to the disk could. */
export class AuditWorld {
  readonly anchor = new MemoryAuditAnchor();
  readonly clock = new VirtualClock(new Date('2026-01-05T12:00:00.000Z'));
  /** What was logged. */
  readonly logged: string[] = [];
  readonly log = new JsonLog({ write: (line) => this.logged.push(line) });
  readonly store: LevelStore;
  readonly #db: LevelDatabase;

  private constructor(db: LevelDatabase, outbox: LevelOutbox) {
    this.#db = db;
    this.store = new LevelStore({ db, outbox, log: undefined });
  }

  static async open(): Promise<AuditWorld> {
    const db = new MemoryLevel<Buffer, string>({ keyEncoding: 'buffer', valueEncoding: 'utf8' });
    return new AuditWorld(db, await LevelOutbox.open(db));
  }

  async record(...drafts: readonly AuditDraft[]): Promise<void> {
    await this.store.commit(commitOf({ audit: drafts }));
  }

  /** Lets `seconds` pass. */
  wait(seconds: number): void {
    this.clock.set(new Date(this.clock.now().getTime() + seconds * 1_000));
  }

  async entries(stream: string): Promise<readonly AuditEntry[]> {
    const { items } = await this.store.query({ ...entriesOf(stream, 'ascending'), limit: 1_000 });
    return items.map((item) => AuditEntry.parse(item.value));
  }

  /** The text of the row that holds the record under `key`. */
  async rowOf(key: Key): Promise<string> {
    const [text] = await this.#db.getMany([rowKey(key)]);
    if (text === undefined) throw new Error(`nothing is stored under ${key.pk} ${key.sk}`);
    return text;
  }

  async overwrite(key: Key, text: string): Promise<void> {
    await this.#db.batch([{ type: 'put', key: rowKey(key), value: text }], { sync: false });
  }

  async erase(key: Key): Promise<void> {
    await this.#db.del(rowKey(key));
  }

  /** Removes everything that is stored, the anchor apart. */
  async eraseAll(): Promise<void> {
    const rows = await this.#db.iterator({ gte: Buffer.from([0]), lt: Buffer.from([0xff]) }).all();
    for (const [key] of rows) await this.#db.del(key);
  }
}

function rowKey({ pk, sk }: Key): Buffer {
  return Buffer.from(`item\u0000${pk}\u0000${sk}`);
}
