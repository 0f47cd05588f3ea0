import { changeApproval } from '../approvals/open-approval.ts';
import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import { OpsError } from '../errors.ts';
import { inTurn } from '../in-turn.ts';
import { decisionWrites } from '../policy/decision-writes.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, list } from '../store/record-type.ts';
import { Changes, changesOf } from '../store/records/changes.ts';
import type { Commit } from '../store/store.ts';
import { applyChange, approvalWrites, writesOf } from './apply-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { newChange } from './new-change.ts';
import { type Prepared, prepareChange } from './prepare.ts';
import type { ChangeRequest } from './request.ts';
import { settleChange } from './settle-change.ts';
import { superseded, supersededWrites, waitingChanges } from './supersede.ts';

/**
 * Asks for a Change: plans it, asks policy, budget and approvals, and records it. What needs nobody is applied in
 * the same commit (EXECUTING or DONE); what needs people waits (AWAITING_APPROVAL). Nothing acts on the platform
 * here: reconcile does.
 *
 * Asking again for what already is, or already waits, creates nothing and answers that Change.
 * @throws OpsError `policy.denied` (recorded and audited), `service.preflight_failed`, `version.mismatch`, and those
 *   of `prepareChange`; nothing is stored then.
 */
export async function requestChange(ports: Ports, request: ChangeRequest): Promise<Change> {
  const attempt = () => retryOnConflict(() => decide(ports, request));
  // Every deploy of a program writes its budget; the clock is the one thing that all calls of a process share.
  return request.dryRun ? attempt() : inTurn(ports.clock, attempt);
}

async function decide(ports: Ports, request: ChangeRequest): Promise<Change> {
  const prepared = await prepareChange(ports, request);
  const change = newChange(ports.ids.next(), prepared.facts, prepared.plan);
  if (request.dryRun) return change;
  if (prepared.plan.policy.status === 'rejected') return deny(ports, change);
  refuseFailedPreflight(change);
  const same = await alreadyThere(ports, prepared, change);
  if (same) return same;
  return prepared.plan.approvals.required.length > 0
    ? askPeople(ports, prepared, change)
    : goAhead(ports, prepared, change);
}

/** The Change that already did this, or already waits to. */
async function alreadyThere(
  { store }: Ports,
  { plan, facts }: Prepared,
  change: Change,
): Promise<Change | undefined> {
  const set = facts.service ?? facts.job;
  if (plan.noChange && set) return find(store, Changes, set.lastChangeId);
  const { items } = await list(store, Changes, {
    ...changesOf(change.target.kind, change.target.name),
    limit: 20,
  });
  if (plan.noChange) return items[0];
  return items.find(({ status, plan: { digest } }) => digest === plan.digest && WAITING.includes(status));
}

const WAITING: readonly Change['status'][] = ['AWAITING_APPROVAL', 'APPROVED'];

async function deny(ports: Ports, planned: Change): Promise<never> {
  const { policy } = planned.plan;
  const because = policy.clause ?? policy.policy;
  const at = planned.createdAt;
  const denied = {
    ...settleChange(planned, { status: 'DENIED_BY_POLICY', reason: because, at }),
    version: 1,
  };
  await ports.store.commit({
    writes: [...writesOf({ change: denied }), ...decisionWrites(ports, denied, at)],
    audit: [
      changeAudit(ports, denied, {
        action: 'change.denied',
        actor: planned.requestedBy,
        outcome: 'denied',
        detail: { policy: policy.policy, traceId: policy.traceId },
      }),
    ],
    events: [changeEvent(ports, denied, 'change.denied', planned.requestedBy)],
  });
  throw new OpsError('policy.denied', `Policy ${policy.policy} forbids it: ${because}`, {
    remedy:
      'Change the request so that the clause allows it, or ask the Governance Layer for another policy.',
    params: { policy: policy.policy, traceId: policy.traceId, changeId: denied.id },
  });
}

function refuseFailedPreflight(change: Change): void {
  const failed = change.plan.preflight.filter(({ outcome }) => outcome === 'fail');
  if (failed.length === 0) return;
  const dependants = failed.some(({ check }) => check === 'no dependants');
  const detail = failed.map((check) => check.detail).join(' ');
  throw new OpsError(dependants ? 'service.has_dependants' : 'service.preflight_failed', detail, {
    remedy: 'Mend what failed and ask again; ?dryRun=true shows all checks without changing anything.',
    params: { failed: failed.map(({ check }) => check) },
  });
}

/** Records the Change as waiting, with its approval; an older one of the same kind that waits gives way. */
async function askPeople(ports: Ports, { facts, plan }: Prepared, planned: Change): Promise<Change> {
  const at = facts.at;
  const approval: Approval = changeApproval({
    id: ports.ids.next(),
    change: planned,
    at,
    quorum: plan.approvals.required,
    evidence: facts.request.evidence ?? { metric: 'none' },
  });
  const reason = `Waits for ${plan.approvals.required.map(({ min, group }) => `${min} of ${group}`).join(' and ')}.`;
  const change: Change = {
    ...planned,
    status: 'AWAITING_APPROVAL',
    statusReason: reason,
    approvalId: approval.id,
    expiresAt: approval.expiresAt,
  };
  const older = (await waitingChanges(ports, change)).map((waiting) => superseded(waiting, change, at));
  const besides = await besidesOf(facts.request, change);
  await ports.store.commit({
    writes: [
      ...writesOf({ change }),
      ...approvalWrites(approval),
      ...supersededWrites(older),
      ...decisionWrites(ports, change, at),
      ...besides.writes,
    ],
    audit: [
      changeAudit(ports, change, {
        action: 'change.requested',
        actor: change.requestedBy,
        detail: moneyOf(change),
      }),
      changeAudit(ports, change, {
        action: 'approval.requested',
        actor: change.requestedBy,
        detail: { approvalId: approval.id, quorum: approval.quorum, expiresAt: approval.expiresAt },
      }),
      ...older.map((o) =>
        changeAudit(ports, o.change, { action: 'change.superseded', actor: change.requestedBy }),
      ),
      ...besides.audit,
    ],
    events: [changeEvent(ports, change, 'approval.requested', change.requestedBy), ...besides.events],
  });
  return change;
}

/** Records and applies the Change in one commit. */
async function goAhead(ports: Ports, { facts, draft }: Prepared, planned: Change): Promise<Change> {
  const newIds = { deployment: ports.ids.next(), decision: ports.ids.next() };
  const applied = applyChange({ change: { ...planned, version: 0 }, facts, draft, newIds });
  const { change } = applied;
  const older = (await waitingChanges(ports, change)).map((waiting) => superseded(waiting, change, facts.at));
  const besides = await besidesOf(facts.request, change);
  await ports.store.commit({
    writes: [
      ...writesOf(applied),
      ...supersededWrites(older),
      ...decisionWrites(ports, change, facts.at),
      ...besides.writes,
    ],
    audit: [
      changeAudit(ports, planned, {
        action: 'change.requested',
        actor: planned.requestedBy,
        detail: moneyOf(planned),
      }),
      changeAudit(ports, change, {
        action: 'change.executed',
        actor: planned.requestedBy,
        detail: { diff: planned.plan.diff },
      }),
      ...older.map((o) =>
        changeAudit(ports, o.change, { action: 'change.superseded', actor: planned.requestedBy }),
      ),
      ...besides.audit,
    ],
    events: [changeEvent(ports, change, 'change.executed', planned.requestedBy), ...besides.events],
  });
  return change;
}

/** What the requester wants recorded together with the Change, or not at all. */
async function besidesOf(request: ChangeRequest, change: Change): Promise<Commit> {
  return {
    writes: (await request.alongside?.(change)) ?? [],
    audit: request.alsoAudited?.(change) ?? [],
    events: request.alsoTold?.(change) ?? [],
  };
}

function moneyOf({ plan }: Change) {
  return { ceiling: plan.cost.ceiling, budget: plan.budget.verdict };
}
