import type { Approval } from '../contract/approval.ts';
import type { Change, PolicyVerdict } from '../contract/change.ts';
import { CHANGE_VERBS, isLegal } from '../contract/lifecycle.ts';
import { OpsError } from '../errors.ts';
import { decisionWrites } from '../policy/decision-writes.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { applyChange, approvalAfter, approvalWrites, writesOf } from './apply-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { loadChange, requestOf } from './load-change.ts';
import { type Prepared, prepareChange } from './prepare.ts';
import { replaceStale } from './replace-stale.ts';
import { settleChange } from './settle-change.ts';

/**
 * Executes an APPROVED Change exactly once: the marker and the state it asks for are one conditional commit.
 * The plan is worked out anew first; people approved a digest, so a plan that differs makes the Change STALE and
 * asks again. Idempotent: a Change in any other status is returned as it is.
 * @returns the Change as it is now; STALE Changes carry `replacedBy`.
 * @throws OpsError `change.not_found`
 */
export async function executeChange(
  ports: Ports,
  { changeId, correlationId }: { readonly changeId: string; readonly correlationId: string },
): Promise<Change> {
  return retryOnConflict(async () => {
    const { change, approval } = await loadChange(ports, changeId);
    if (!isLegal(CHANGE_VERBS, 'execute', change.status)) return change;
    const prepared = await prepareAgain(ports, change, approval);
    if (prepared instanceof OpsError) return abandon(ports, change, approval, prepared);
    if (prepared.facts.inFlight && change.deploymentId) return change;
    if (approval && prepared.plan.digest !== change.plan.digest) {
      return replaceStale(ports, { change, approval, correlationId });
    }
    return apply(ports, { ...change, plan: prepared.plan }, approval, prepared);
  });
}

/** Whether a policy that came into force since holds the Change: a review that nobody was asked for is no approval. */
function isStopped({ status }: PolicyVerdict, approval: Approval | undefined): boolean {
  return status === 'rejected' || (status === 'needs manual review' && !approval);
}

function stoppedBy({ policy, clause, status }: PolicyVerdict): OpsError {
  const asks = status === 'rejected' ? 'forbids it by now' : 'asks for a review by now';
  return new OpsError('policy.denied', `Policy ${policy} ${asks}: ${clause ?? policy}`, {
    remedy: 'Change the request so that the clause allows it, and ask again.',
  });
}

async function prepareAgain(ports: Ports, change: Change, approval: Approval | undefined) {
  try {
    const prepared = await prepareChange(ports, requestOf(change, approval));
    const { policy } = prepared.plan;
    return isStopped(policy, approval) ? stoppedBy(policy) : prepared;
  } catch (error) {
    if (error instanceof OpsError && error.code !== 'store.conflict' && error.code !== 'platform.unavailable')
      return error;
    throw error;
  }
}

/** What was approved cannot be done any more, e.g. its service was retired meanwhile. */
async function abandon(
  ports: Ports,
  change: Change,
  approval: Approval | undefined,
  error: OpsError,
): Promise<Change> {
  const at = ports.clock.now().toISOString();
  const failed = settleChange(change, { status: 'FAILED', reason: error.message, at });
  await ports.store.commit({
    writes: [
      ...writesOf({ change: failed }),
      ...approvalWrites(
        approval && {
          ...approval,
          status: 'FAILED',
          statusReason: error.message,
          version: approval.version + 1,
        },
      ),
    ],
    audit: [
      changeAudit(ports, failed, { action: 'change.failed', actor: change.requestedBy, outcome: 'failed' }),
    ],
    events: [changeEvent(ports, failed, 'change.failed', change.requestedBy)],
  });
  return failed;
}

async function apply(
  ports: Ports,
  change: Change,
  approval: Approval | undefined,
  { facts, draft }: Prepared,
): Promise<Change> {
  const newIds = { deployment: ports.ids.next(), decision: ports.ids.next() };
  const applied = applyChange({ change, facts, draft, newIds });
  const next = applied.change;
  const executed = approval?.status === 'APPROVED' ? approvalAfter(approval, applied) : undefined;
  const actor = change.requestedBy;
  await ports.store.commit({
    writes: [...writesOf(applied), ...approvalWrites(executed), ...decisionWrites(ports, next, facts.at)],
    audit: [
      changeAudit(ports, next, { action: 'change.executed', actor, detail: { diff: change.plan.diff } }),
      ...(executed
        ? [
            changeAudit(ports, next, {
              action: 'approval.executed',
              actor,
              detail: { approvalId: executed.id },
            }),
          ]
        : []),
    ],
    events: [changeEvent(ports, next, 'change.executed', actor)],
  });
  return next;
}
