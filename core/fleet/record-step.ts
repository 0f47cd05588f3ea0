import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { saysSame } from '../says-same.ts';
import { put, type RecordType, remove } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes } from '../store/records/changes.ts';
import { Decisions } from '../store/records/decisions.ts';
import { Deployments } from '../store/records/deployments.ts';
import { Revisions } from '../store/records/revisions.ts';
import { Services } from '../store/records/services.ts';
import type { Commit, Write } from '../store/store.ts';
import type { Draft, Happening, Records } from './picture.ts';

type Stamps = Pick<Ports, 'clock' | 'ids'>;

/**
 * The one commit that records a step: every record that differs in its next version, with audit and events. Undefined
 * when nothing differs. A write without an audit entry only follows what was observed (counts, progress).
 */
export function commitOf(
  stamps: Stamps,
  step: { readonly before: Records; readonly after: Draft; readonly correlationId: string },
): Commit | undefined {
  const { before, after, correlationId } = step;
  const writes = writesOf(before, after);
  if (writes.length === 0 && after.happenings.length === 0) return undefined;
  const { name } = after.service;
  return {
    writes,
    audit: after.happenings.map((one) => auditOf(stamps, one, { name, correlationId })),
    events: after.happenings.map(({ action, changeId, approvalId }) =>
      opsEvent(stamps, {
        name: action,
        actor: ACTORS.reconciler,
        correlationId,
        service: name,
        changeId,
        approvalId,
      }),
    ),
  };
}

function auditOf(
  stamps: Stamps,
  happening: Happening,
  { name, correlationId }: { readonly name: string; readonly correlationId: string },
) {
  const { action, reason, outcome, stream, target, changeId, decisionId, detail } = happening;
  return auditDraft(stamps, {
    stream: stream ?? `service/${name}`,
    actor: ACTORS.reconciler,
    action,
    target: target ?? name,
    outcome,
    changeId,
    decisionId,
    correlationId,
    reason,
    detail,
  });
}

function writesOf(before: Records, after: Draft): readonly Write[] {
  return [
    ...changed(Services, [before.service], [after.service]),
    ...changed(Deployments, listed(before.deployment), listed(after.deployment)),
    ...changed(Deployments, listed(before.queued), listed(after.queued)),
    ...changed(Changes, before.changes, after.changes),
    ...changed(Approvals, before.approvals, after.approvals),
    ...changed(Revisions, before.revisions, after.revisions),
    ...changed(Budgets, listed(before.budget), listed(after.budget)),
    ...after.decisions.map((decision) => put(Decisions, decision)),
  ];
}

/** The commit that deletes what a step forgets, once the step is recorded; what is left is forgotten by the next. */
export function forgettingOf({ forgotten }: Pick<Draft, 'forgotten'>): Commit | undefined {
  if (forgotten.length === 0) return undefined;
  const writes = forgotten.map(({ service, number, version }) =>
    remove(Revisions, { service, number }, version),
  );
  return { writes, audit: [], events: [] };
}

function listed<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

function changed<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  before: readonly Value[],
  after: readonly Value[],
): readonly Write[] {
  const was = new Map(before.map((value) => [placeOf(type, value), value]));
  return after.flatMap((value) => {
    const old = was.get(placeOf(type, value));
    if (old && (old === value || saysSame(essence(old), essence(value)))) return [];
    return [put(type, { ...value, version: (old?.version ?? 0) + 1 })];
  });
}

function placeOf<Value extends { readonly version: number }, Id>(
  type: RecordType<Value, Id>,
  value: Value,
): string {
  const { pk, sk } = type.key(type.idOf(value));
  return `${pk}\n${sk}`;
}

/** A record without what alone is no reason to write it: its version, when it was touched, when it was looked at. */
function essence(value: { readonly version: number }): unknown {
  const {
    version: _version,
    updatedAt: _updatedAt,
    observed,
    ...rest
  } = value as Partial<Service> & { version: number }; // safe: the fields are optional
  return { ...rest, observed: observed && { ...observed, at: '' } };
}
