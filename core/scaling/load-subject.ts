import { endOf } from '../audit/chain.ts';
import type { Decision } from '../contract/scaling.ts';
import type { Service } from '../contract/service.ts';
import { among, find } from '../store/record-type.ts';
import { auditHeadKey } from '../store/records/audit.ts';
import { Decisions, LatestDecisions } from '../store/records/decisions.ts';
import { Services } from '../store/records/services.ts';
import type { Item, Store, StreamEnd } from '../store/store.ts';
import { streamOfService } from './record-alarm.ts';

/** A service as it is decided on, its latest decision, and the end of its audit stream. */
export interface Subject {
  readonly service: Service;
  readonly last: Decision | undefined;
  readonly head: StreamEnd;
}

/** Reads a service with what deciding on it takes: one request. Undefined when no such service is recorded. */
export async function loadSubject(store: Store, name: string): Promise<Subject | undefined> {
  const stream = streamOfService(name);
  const items = await store.getMany([Services.key(name), LatestDecisions.key(name), auditHeadKey(stream)]);
  const service = among(items, Services, name);
  if (!service) return undefined;
  return { service, last: await lastOf(store, service, items), head: endOf(stream, items) };
}

/** The copy, unless another writer's decision came after it: that one is read by its id. */
async function lastOf(
  store: Store,
  { name, scaling }: Service,
  items: readonly Item[],
): Promise<Decision | undefined> {
  const id = scaling.lastDecisionId;
  if (id === undefined) return undefined;
  const copy = among(items, LatestDecisions, name);
  return copy?.id === id ? copy : find(store, Decisions, { service: name, id });
}
