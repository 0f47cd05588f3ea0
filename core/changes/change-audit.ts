import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { Change } from '../contract/change.ts';
import type { EventName, OpsEvent } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { Ports } from '../ports.ts';
import type { AuditDraft } from '../store/store.ts';

/** The stream of a Change's target. */
export function streamOf({ target }: Pick<Change, 'target'>): string {
  return `${target.kind}/${target.name}`;
}

/** What happened to a Change, for the audit trail. */
export function changeAudit(
  ports: Pick<Ports, 'ids' | 'clock'>,
  change: Change,
  said: {
    readonly action: EventName;
    readonly actor: Actor;
    readonly outcome?: AuditDraft['outcome'];
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): AuditDraft {
  return auditDraft(ports, {
    stream: streamOf(change),
    actor: said.actor,
    action: said.action,
    target: change.target.name,
    outcome: said.outcome,
    changeId: change.id,
    correlationId: change.correlationId,
    reason: change.status === 'PLANNED' ? change.reason : change.statusReason,
    detail: { kind: change.kind, status: change.status, ...said.detail },
  });
}

/** The same, for those who react. */
export function changeEvent(
  ports: Pick<Ports, 'ids' | 'clock'>,
  change: Change,
  name: EventName,
  actor: Actor,
): OpsEvent {
  return opsEvent(ports, {
    name,
    actor,
    correlationId: change.correlationId,
    service: change.target.kind === 'service' ? change.target.name : undefined,
    changeId: change.id,
    approvalId: change.approvalId,
  });
}
