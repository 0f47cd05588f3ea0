import { ClassicLevel } from 'classic-level';
import { MemoryLevel } from 'memory-level';
import { OpsError } from '../../core/errors.ts';

/** One state of the database, to read from several times. */
export interface Snapshot {
  close(): Promise<void>;
}

/** A stored row. */
export type Row = readonly [key: Buffer, value: string];

/** What to read, in the order of the keys' bytes; `reverse` begins at the end. */
export interface Scan {
  readonly gte: Buffer;
  readonly lt: Buffer;
  readonly reverse?: boolean;
  readonly limit?: number;
  readonly snapshot?: Snapshot;
}

/** The part of the ordered key-value library that the store stands on: LevelDB on disk, or a tree in memory. */
export interface LevelDatabase {
  open(): Promise<void>;
  close(): Promise<void>;
  snapshot(): Snapshot;
  getMany(keys: Buffer[], options?: { snapshot?: Snapshot }): Promise<(string | undefined)[]>;
  iterator(scan: Scan): { all(): Promise<[Buffer, string][]> };
  del(key: Buffer): Promise<void>;
  batch(operations: Operation[], options: { sync: boolean }): Promise<void>;
}

/** One step of an atomic batch. */
export type Operation =
  | { readonly type: 'put'; readonly key: Buffer; readonly value: string }
  | { readonly type: 'del'; readonly key: Buffer };

/** Opens the directory `location`, or a database that lives as long as the process when it is `memory`. */
export async function openDatabase(location: string): Promise<LevelDatabase> {
  const encodings = { keyEncoding: 'buffer', valueEncoding: 'utf8' } as const;
  const db: LevelDatabase =
    location === 'memory'
      ? new MemoryLevel<Buffer, string>(encodings)
      : new ClassicLevel<Buffer, string>(location, encodings);
  await answer(
    () => db.open(),
    'Is another process using the same data directory? Stop it, or name another one.',
  );
  return db;
}

/** Applies `operations` all at once; they are on the disk when it returns. */
export async function writeDurably(db: LevelDatabase, operations: readonly Operation[]): Promise<void> {
  await answer(() => db.batch([...operations], { sync: true }));
}

/** The rows of `scan`. @throws OpsError `platform.unavailable`. */
export async function readRows(db: LevelDatabase, scan: Scan): Promise<readonly Row[]> {
  return await answer(() => db.iterator(scan).all());
}

/** Asks the database and waits. @throws OpsError `platform.unavailable` when it fails. */
export async function answer<T>(
  ask: () => T | Promise<T>,
  remedy = 'Try again; look at the log if it stays.',
): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new OpsError('platform.unavailable', 'The store does not answer.', { remedy, cause });
  }
}
