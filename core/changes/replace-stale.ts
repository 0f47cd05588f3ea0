import { changeApproval } from '../approvals/open-approval.ts';
import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { approvalWrites, writesOf } from './apply-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { requestOf } from './load-change.ts';
import { newChange } from './new-change.ts';
import { prepareChange } from './prepare.ts';
import { settleChange } from './settle-change.ts';

const REASON = 'The plan is no longer what was shown; a new request shows the plan of today.';

/**
 * Ends a Change whose plan no longer holds and asks people anew with the plan of today, in one commit.
 * When the plan of today needs nobody, or cannot be made, the old one just ends STALE: nothing is executed that
 * nobody saw.
 * @returns the STALE Change; `replacedBy` names the new one.
 */
export async function replaceStale(
  ports: Ports,
  of: { readonly change: Change; readonly approval: Approval; readonly correlationId: string },
): Promise<Change> {
  const at = ports.clock.now().toISOString();
  const next = await planAnew(ports, of.change, of.approval);
  const stale: Change = {
    ...settleChange(of.change, { status: 'STALE', reason: REASON, at }),
    replacedBy: next?.change.id,
  };
  const staleApproval: Approval = {
    ...of.approval,
    status: 'STALE',
    statusReason: REASON,
    decidedAt: at,
    replacedBy: next?.approval.id,
    version: of.approval.version + 1,
  };
  const actor = of.change.requestedBy;
  await ports.store.commit({
    writes: [
      ...writesOf({ change: stale }),
      ...approvalWrites(staleApproval),
      ...(next ? [...writesOf({ change: next.change }), ...approvalWrites(next.approval)] : []),
    ],
    audit: [
      changeAudit(ports, stale, { action: 'change.stale', actor }),
      ...(next
        ? [
            changeAudit(ports, next.change, {
              action: 'approval.requested',
              actor,
              detail: { replaces: stale.id },
            }),
          ]
        : []),
    ],
    events: [
      changeEvent(ports, stale, 'change.stale', actor),
      ...(next ? [changeEvent(ports, next.change, 'approval.requested', actor)] : []),
    ],
  });
  return stale;
}

async function planAnew(ports: Ports, old: Change, approval: Approval) {
  try {
    const prepared = await prepareChange(ports, requestOf(old, approval));
    const { plan, facts } = prepared;
    if (plan.noChange || plan.approvals.required.length === 0 || plan.policy.status === 'rejected')
      return undefined;
    const planned = newChange(ports.ids.next(), facts, plan);
    const asked = changeApproval({
      id: ports.ids.next(),
      change: planned,
      at: facts.at,
      quorum: plan.approvals.required,
      evidence: approval.evidence,
    });
    const change: Change = {
      ...planned,
      status: 'AWAITING_APPROVAL',
      statusReason: `Asked again because the plan of change ${old.id} was stale.`,
      approvalId: asked.id,
      expiresAt: asked.expiresAt,
    };
    return { change, approval: asked };
  } catch (error) {
    if (error instanceof OpsError && error.code !== 'platform.unavailable') return undefined;
    throw error;
  }
}
