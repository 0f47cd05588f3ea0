import type { PolicyVersion } from '../../../core/contract/policy.ts';
import { put } from '../../../core/store/record-type.ts';
import { PolicyVersions } from '../../../core/store/records/policies.ts';
import type { Query, QueryResult, Store } from '../../../core/store/store.ts';

const AT = '2026-11-23T12:00:00.000Z';

/** A version of the policy `grants` that binds every program, as it is first stored. */
export function versionOf(more: Partial<PolicyVersion> = {}): PolicyVersion {
  return {
    name: 'grants',
    number: 1,
    sourceVersion: 1,
    content: { admission: 'yes', data: {}, programs: [] },
    contentHash: 'h',
    decision: { status: 'approved', policy: 'LAB-7', trace_id: 't' },
    status: 'ACTIVE',
    statusReason: '',
    step: 2,
    share: 1,
    tasks: [],
    receivedAt: AT,
    updatedAt: AT,
    version: 1,
    ...more,
  };
}

/** Stores versions as they are, in one commit. */
export async function keep(store: Store, ...versions: readonly PolicyVersion[]): Promise<void> {
  const writes = versions.map((version) => put(PolicyVersions, version));
  await store.commit({ writes, audit: [], events: [] });
}

/** A store whose secondary orders show what was stored when this was made, and nothing since. Of one page each. */
export async function lateIndex(store: Store, ...orders: readonly Omit<Query, 'limit'>[]): Promise<Store> {
  const seen = new Map<string, QueryResult>();
  for (const order of orders) seen.set(order.pk, await store.query({ ...order, limit: 100 }));
  return {
    get: (key) => store.get(key),
    getMany: (keys) => store.getMany(keys),
    commit: (commit) => store.commit(commit),
    query: (query) => Promise.resolve((query.index && seen.get(query.pk)) ?? store.query(query)),
  };
}
