import type { AuditEntry } from '../contract/audit.ts';
import type { EventName, OpsEvent } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { Ports } from '../ports.ts';
import type { AuditDraft } from '../store/store.ts';

/** What an audit entry says, before it has an id, a time and a place in its stream. `outcome` is `done` unless told. */
export interface AuditFacts {
  /** `service/<name>`, `budget/<scope>` or `access`. */
  readonly stream: string;
  readonly actor: Actor;
  readonly action: EventName;
  /** Who or what it was done to, e.g. a service's name. */
  readonly target: string;
  readonly outcome?: AuditEntry['outcome'] | undefined;
  readonly changeId?: string | undefined;
  readonly decisionId?: string | undefined;
  readonly correlationId: string;
  readonly reason: string;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** What an outbox event says, before it has an id and a time. */
export interface EventFacts {
  readonly name: EventName;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly service?: string | undefined;
  readonly job?: string | undefined;
  readonly changeId?: string | undefined;
  readonly approvalId?: string | undefined;
}

/** The draft of an audit entry about `facts`, made now. The store chains it in the commit it belongs to. */
export function auditDraft({ ids, clock }: Pick<Ports, 'ids' | 'clock'>, facts: AuditFacts): AuditDraft {
  const { changeId, decisionId, outcome = 'done', detail = {}, ...rest } = facts;
  return {
    ...rest,
    id: ids.next(),
    at: clock.now().toISOString(),
    outcome,
    detail,
    ...(changeId !== undefined && { changeId }),
    ...(decisionId !== undefined && { decisionId }),
  };
}

/** The outbox event about `facts`, made now. */
export function opsEvent({ ids, clock }: Pick<Ports, 'ids' | 'clock'>, facts: EventFacts): OpsEvent {
  const { actor, name, correlationId, service, job, changeId, approvalId } = facts;
  return {
    id: ids.next(),
    name,
    at: clock.now().toISOString(),
    actor: actor.sub,
    correlationId,
    ...(service !== undefined && { service }),
    ...(job !== undefined && { job }),
    ...(changeId !== undefined && { changeId }),
    ...(approvalId !== undefined && { approvalId }),
  };
}
