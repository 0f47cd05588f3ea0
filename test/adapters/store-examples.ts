import { UlidIds } from '../../adapters/embedded/ulid-ids.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { auditDraft, opsEvent } from '../../core/audit/audit-draft.ts';
import type { OpsEvent } from '../../core/contract/events.ts';
import type { AuditDraft, Commit, Item, Key, Write } from '../../core/store/store.ts';

const actor = { sub: 'dev', kind: 'human' } as const;

/** Ids and times that are the same in every run. */
export const made = {
  clock: new VirtualClock(new Date('2026-01-05T09:00:00.000Z')),
  get ids() {
    return ids;
  },
};
const ids = new UlidIds(made.clock, { seed: 7 });

export function keyFor(name: string): Key {
  return { pk: `SERVICE#${name}`, sk: 'CURRENT' };
}

/** A record of no particular type. */
export function itemFor(name: string, more: Partial<Item> = {}): Item {
  return { key: keyFor(name), version: 1, value: { name }, ...more };
}

export function putOf(item: Item, expect: number | 'any' = item.version - 1): Write {
  return { kind: 'put', item, expect };
}

export function draftFor(
  stream: string,
  more: { reason?: string; changeId?: string; sub?: string } = {},
): AuditDraft {
  const { reason = 'because', changeId, sub = actor.sub } = more;
  return auditDraft(made, {
    stream,
    actor: { ...actor, sub },
    action: 'change.done',
    target: stream,
    changeId,
    correlationId: 'correlation-1',
    reason,
    detail: { before: 1, after: 2 },
  });
}

export function eventFor(service: string): OpsEvent {
  return opsEvent(made, { name: 'service.scaled', actor, correlationId: 'correlation-1', service });
}

export function commitOf({ writes = [], audit = [], events = [] }: Partial<Commit>): Commit {
  return { writes, audit, events };
}
