import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { Actor } from '../contract/identity.ts';
import type { Decision } from '../contract/scaling.ts';
import type { ScalingMemory, Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { put } from '../store/record-type.ts';
import { latestDecisionWrites } from '../store/records/decisions.ts';
import { Services } from '../store/records/services.ts';
import type { Commit, StreamEnd } from '../store/store.ts';
import { secondsBetween } from '../units.ts';

/** Holds further apart than this are not one hold. */
const SAME_HOLD_SEC = 300;

/** A decision and the records that it is to be kept in. */
export interface Recording {
  readonly service: Service;
  readonly record: Decision;
  readonly memory: ScalingMemory;
  readonly actor: Actor;
  readonly correlationId: string;
  /** What else is said of the service, stored with the decision: `service` holds it already. */
  readonly told?: Pick<Commit, 'audit' | 'events'> | undefined;
  /** The end of the service's audit stream, if it was read along. */
  readonly head?: StreamEnd | undefined;
}

/** The next version of `last` where `next` only repeats it: an equal hold within five minutes. Otherwise `next`. */
export function coalesced(last: Decision | undefined, next: Decision): Decision {
  if (last === undefined || !isRepeat(last, next)) return next;
  return {
    ...next,
    id: last.id,
    at: last.at,
    trigger: last.trigger,
    repeats: last.repeats + 1,
    changeId: last.changeId,
    version: last.version + 1,
  };
}

function isRepeat(last: Decision, next: Decision): boolean {
  if (next.from !== next.to || next.trigger === 'request') return false;
  const isSame = (['outcome', 'rule', 'from', 'to', 'actor'] as const).every(
    (field) => last[field] === next[field],
  );
  return isSame && secondsBetween(last.lastAt, next.at) <= SAME_HOLD_SEC;
}

/**
 * The one commit of a decision: its record; the service, where its count or memory changed; and, when the count
 * changed, an audit entry and the event that makes reconcile act. A repeated hold is bookkeeping.
 */
export function recordingOf(ports: Pick<Ports, 'ids' | 'clock'>, recording: Recording): Commit {
  const { record, actor, correlationId, told, head } = recording;
  const isScaled = record.to !== record.from;
  const next = nextService(recording);
  const about = { actor, correlationId };
  const name = isScaled ? 'service.scaled' : 'decision.recorded';
  const isNew = record.version === 1;
  return {
    writes: [...latestDecisionWrites(record), ...(next ? [put(Services, next)] : [])],
    audit: [
      ...(told?.audit ?? []),
      ...(isScaled ? [auditDraft(ports, { ...about, ...scaledAudit(record) })] : []),
    ],
    events: [
      ...(told?.events ?? []),
      ...(isNew ? [opsEvent(ports, { ...about, name, service: record.service })] : []),
    ],
    ...(head && { heads: [head] }),
  };
}

function scaledAudit({ id, service, because, outcome, from, to, want }: Decision) {
  return {
    stream: `service/${service}`,
    action: 'service.scaled',
    target: service,
    decisionId: id,
    reason: because,
    detail: { outcome, from, to, want },
  } as const;
}

/** The service after the decision; undefined where nothing of it changed that the decision does not hold itself. */
function nextService({ service, record, memory, told }: Recording): Service | undefined {
  const isScaled = record.to !== record.from;
  if (record.version > 1 && !told && !differs(service.scaling, memory, record)) return undefined;
  return {
    ...service,
    desiredCount: record.to,
    scaling: {
      ...memory,
      lastDecisionId: record.id,
      ...(isScaled && { lastScaleDecisionId: record.id }),
    },
    updatedAt: record.lastAt,
    version: service.version + 1,
  };
}

/** A repeat holds its own want and time, so wants alone are no reason to write unless they changed. */
function differs(before: ScalingMemory, after: ScalingMemory, { want }: Decision): boolean {
  return (
    before.recentWants.at(-1)?.want !== want ||
    (['atLimitSince', 'openRaiseChangeId', 'raiseAskedAt', 'lastRefusal'] as const).some(
      (field) => before[field] !== after[field],
    )
  );
}
