import type { AuditEntry } from '../contract/audit.ts';
import type { OpsEvent } from '../contract/events.ts';

/** Where an item stands: a partition and a place in its order. Keys sort by UTF-8 bytes, as in DynamoDB. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * One stored record. `version` starts at 1 and grows by one with each write. `gsi1` and `gsi2` are sparse
 * secondary orders. `expiresAt` lets a store forget the item some time after that instant (DynamoDB TTL).
 */
export interface Item {
  readonly key: Key;
  readonly version: number;
  /** JSON; parsed by the record type that reads it. */
  readonly value: unknown;
  readonly gsi1?: Key | undefined;
  readonly gsi2?: Key | undefined;
  readonly expiresAt?: string | undefined;
}

/** `expect`: the version that must be stored before; 0 means that nothing may be stored; `any` asks nothing. */
export type Write =
  | { readonly kind: 'put'; readonly item: Item; readonly expect: number | 'any' }
  | { readonly kind: 'delete'; readonly key: Key; readonly expect: number | 'any' }
  | { readonly kind: 'check'; readonly key: Key; readonly expect: number };

/** An audit entry before the store has chained it. */
export type AuditDraft = Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>;

/** The end of an audit stream; `seq` 0 where it has no entry yet. */
export interface StreamEnd {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
}

/** State, audit and outbox: all of it is stored, or none. At most 90 writes, the rest is for audit and outbox. */
export interface Commit {
  readonly writes: readonly Write[];
  readonly audit: readonly AuditDraft[];
  readonly events: readonly OpsEvent[];
  /**
   * Ends of its audit streams, if they were read along with its records: where they are a request of their own, it is
   * spared. Nothing rests on them: entries are chained to the ends that are stored.
   */
  readonly heads?: readonly StreamEnd[];
}

/** A range of one partition, or of one secondary order, page by page. */
export interface Query {
  readonly index?: 'gsi1' | 'gsi2';
  readonly pk: string;
  /** Only sort keys that start with this. */
  readonly prefix?: string;
  /** Only sort keys up to and including this, e.g. all that is due by an instant. */
  readonly upTo?: string;
  /** Continue after this place, as an earlier answer gave it in `next`. */
  readonly after?: string;
  readonly limit: number;
  readonly order: 'ascending' | 'descending';
}

/** One page of a query. */
export interface QueryResult {
  readonly items: readonly Item[];
  /** Opaque; absent when there is no more. */
  readonly next?: string;
}

/**
 * The one table. `get` sees every commit that was answered before it began; a query over an index may be late
 * by seconds on AWS, so what it finds is read again before it is acted on.
 */
export interface Store {
  get(key: Key): Promise<Item | undefined>;
  /** In the order of `keys`; what is not stored is left out. At most 100 keys. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  query(query: Query): Promise<QueryResult>;
  /**
   * Stores all or nothing and is durable when it returns. Chains each audit draft to the end of its stream.
   * @throws OpsError `store.conflict` when an expectation does not hold; nothing was stored then.
   * @throws OpsError `platform.unavailable` when the store does not answer; it may or may not have been stored.
   */
  commit(commit: Commit): Promise<void>;
}
