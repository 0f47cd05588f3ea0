import type { OpsEvent } from '../../core/contract/events.ts';
import { answer, type LevelDatabase, type Operation, type Row, readRows } from './level-database.ts';
import { encodeKey, rangeOfSpace } from './level-keys.ts';

/** Takes one event where it shall go; the event is forgotten when it returns. */
export type Deliver = (event: OpsEvent) => Promise<void>;

/** Wide enough for the largest exact integer, so that numbers sort as text. */
const DIGITS = 16;
const BATCH = 100;

/** The events that were committed and not yet delivered, oldest first. They outlive the process. */
export class LevelOutbox {
  readonly #db: LevelDatabase;
  #lastNumber: number;
  #draining: Promise<void> | undefined;
  #again = false;
  /** Whether nothing is stored for sure: most looks into an outbox find it empty. */
  #isEmpty = false;

  private constructor(db: LevelDatabase, lastNumber: number) {
    this.#db = db;
    this.#lastNumber = lastNumber;
  }

  static async open(db: LevelDatabase): Promise<LevelOutbox> {
    const [last] = await readRows(db, { ...rangeOfSpace('outbox'), reverse: true, limit: 1 });
    return new LevelOutbox(db, last ? Number(last[0].subarray(-DIGITS)) : 0);
  }

  /** The steps that store `events` behind all that were stored before. */
  operationsFor(events: readonly OpsEvent[]): readonly Operation[] {
    return events.map((event) => {
      this.#lastNumber += 1;
      const key = encodeKey('outbox', String(this.#lastNumber).padStart(DIGITS, '0'));
      return { type: 'put', key, value: JSON.stringify(event) };
    });
  }

  /** Must be called once the steps of `operationsFor` were carried out, or may have been. */
  noteWritten(): void {
    this.#isEmpty = false;
  }

  /**
   * Delivers every stored event at least once, also those that are committed meanwhile. Rejects with the failure of
   * `deliver` and keeps that event and all after it. A call during a drain joins it: never await it inside `deliver`.
   */
  drain(deliver: Deliver): Promise<void> {
    this.#again = true;
    this.#draining ??= this.#drainAll(deliver).finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #drainAll(deliver: Deliver): Promise<void> {
    while (this.#again) {
      this.#again = false;
      while (await this.#drainBatch(deliver));
    }
  }

  async #drainBatch(deliver: Deliver): Promise<boolean> {
    const rows = await this.#oldest();
    for (const [key, text] of rows) {
      const event: OpsEvent = JSON.parse(text); // safe: only `operationsFor` writes here
      await deliver(event);
      await answer(() => this.#db.del(key)); // without fsync: a lost deletion delivers once more
    }
    return rows.length > 0;
  }

  async #oldest(): Promise<readonly Row[]> {
    if (this.#isEmpty) return [];
    this.#isEmpty = true; // an event that is written while this reads makes it false again
    const rows = await readRows(this.#db, { ...rangeOfSpace('outbox'), limit: BATCH }).catch((failure) => {
      this.#isEmpty = false;
      throw failure;
    });
    if (rows.length > 0) this.#isEmpty = false;
    return rows;
  }
}
