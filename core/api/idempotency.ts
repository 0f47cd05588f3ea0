import { digestOf } from '../digest.ts';
import { OpsError } from '../errors.ts';
import { find, put } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { type IdempotencyRecord, IdempotencyRecords } from '../store/records/idempotency.ts';
import type { Commit, Store } from '../store/store.ts';

/** Whose key it is and what it was used for. */
export interface KeyUse {
  readonly scope: string;
  readonly fingerprint: string;
  readonly at: string;
}

/** The answer that is kept under a key. */
export type KeptAnswer = NonNullable<IdempotencyRecord['answer']>;

/** The use of a key by a caller on a route and path: what else was sent is its fingerprint. Pure. */
export function keyUse(call: {
  readonly sub: string;
  readonly route: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly key: string;
  readonly at: string;
}): KeyUse {
  const { sub, route, params, key, query, body, at } = call;
  return {
    scope: `${route}#${digestOf([sub, params ?? null, key])}`,
    fingerprint: digestOf([query ?? null, body ?? null]),
    at,
  };
}

/**
 * The record of a key, if it was used before.
 * @throws OpsError `idempotency.reused` when it was used for something else.
 */
export async function findUse(store: Store, use: KeyUse): Promise<IdempotencyRecord | undefined> {
  const record = await find(store, IdempotencyRecords, use.scope);
  if (!record || record.fingerprint === use.fingerprint) return record;
  throw new OpsError('idempotency.reused', 'This Idempotency-Key was used for another request.', {
    remedy: 'Make a new key for a new request; repeat a request with exactly the same body and query.',
    errors: [{ field: 'Idempotency-Key', problem: 'was used for another body', remedy: 'make a new key' }],
  });
}

/** Somebody else used the key first: his effect stands, ours was not stored. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/**
 * A store that puts the key into the first commit that succeeds, so that the effect and the key are one
 * transaction: a request that is sent twice has its effect once, whatever crashes in between.
 */
export class KeyedStore implements Store {
  private readonly inner: Store;
  private readonly use: KeyUse;
  /** The record as it was stored with the first commit. */
  stored: IdempotencyRecord | undefined;

  constructor(inner: Store, use: KeyUse) {
    this.inner = inner;
    this.use = use;
  }

  get: Store['get'] = (key) => this.inner.get(key);
  getMany: Store['getMany'] = (keys) => this.inner.getMany(keys);
  query: Store['query'] = (query) => this.inner.query(query);

  async commit(commit: Commit): Promise<void> {
    if (this.stored) return this.inner.commit(commit);
    const changeId = newChangeOf(commit);
    const record = { ...this.use, ...(changeId !== undefined && { changeId }), version: 1 };
    try {
      await this.inner.commit({ ...commit, writes: [...commit.writes, put(IdempotencyRecords, record)] });
    } catch (error) {
      throw await this.translated(error);
    }
    this.stored = record;
  }

  /** A conflict over the key itself must not look like one that is worth a retry. */
  private async translated(error: unknown): Promise<unknown> {
    if (!OpsError.is(error, 'store.conflict')) return error;
    return (await find(this.inner, IdempotencyRecords, this.use.scope)) ? new KeyTaken() : error;
  }
}

/** The Change that this commit creates, if it creates one. */
function newChangeOf({ writes }: Commit): string | undefined {
  const { pk } = Changes.key('');
  const created = writes.find(
    (write) => write.kind === 'put' && write.expect === 0 && write.item.key.pk.startsWith(pk),
  );
  return created?.kind === 'put' ? created.item.key.pk.slice(pk.length) : undefined;
}

/** Keeps the answer under the key. `record` is what stands there now; a lost race leaves the other's answer. */
export async function keepAnswer(
  store: Store,
  { use, record, answer }: { use: KeyUse; record: IdempotencyRecord | undefined; answer: KeptAnswer },
): Promise<void> {
  const next = { ...use, ...record, answer, version: (record?.version ?? 0) + 1 };
  try {
    await store.commit({ writes: [put(IdempotencyRecords, next)], audit: [], events: [] });
  } catch (error) {
    if (!OpsError.is(error, 'store.conflict')) throw error;
  }
}
