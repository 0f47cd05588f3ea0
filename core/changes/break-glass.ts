import { reviewApproval } from '../approvals/open-approval.ts';
import type { Change } from '../contract/change.ts';
import type { Actor, Identity } from '../contract/identity.ts';
import { CHANGE_VERBS, isLegal } from '../contract/lifecycle.ts';
import { formatInstant } from '../format.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { approvalWrites, writesOf } from './apply-change.ts';
import { illegalChange } from './cancel-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { executeChange } from './execute-change.ts';
import { loadChange } from './load-change.ts';
import { settleChange } from './settle-change.ts';

/** Who breaks the glass over which Change, and why. */
export interface BreakGlass {
  readonly changeId: string;
  readonly identity: Identity;
  readonly reason: string;
  readonly correlationId: string;
}

/**
 * Executes a Change that waits for approval at once, on one person's word, and opens a review that a second person
 * must sign within 24 h. The role was checked by the caller. A repeated call answers the Change as it is.
 * @throws OpsError `change.not_found`, `change.illegal_state`
 */
export async function breakGlass(ports: Ports, request: BreakGlass): Promise<Change> {
  await retryOnConflict(() => approveAlone(ports, request));
  return executeChange(ports, request);
}

async function approveAlone(ports: Ports, { changeId, identity, reason }: BreakGlass): Promise<void> {
  const { change, approval } = await loadChange(ports, changeId);
  if (approval?.statusReason.startsWith(BROKEN)) return;
  if (!isLegal(CHANGE_VERBS, 'breakGlass', change.status)) throw illegalChange('breakGlass', change);
  const at = ports.clock.now().toISOString();
  const actor: Actor = { sub: identity.sub, kind: identity.kind };
  const review = reviewApproval({ id: ports.ids.next(), change, at, by: identity.sub, reason });
  const statusReason = `${BROKEN} by ${identity.sub}: ${reason}`;
  const approved: Change = settleChange(change, { status: 'APPROVED', reason: statusReason, at });
  await ports.store.commit({
    writes: [
      ...writesOf({ change: approved }),
      ...approvalWrites(
        approval && {
          ...approval,
          status: 'SUPERSEDED',
          statusReason,
          decidedAt: at,
          version: approval.version + 1,
        },
      ),
      ...approvalWrites(review),
    ],
    audit: [
      changeAudit(ports, approved, { action: 'break-glass.used', actor, detail: { reason } }),
      changeAudit(ports, approved, {
        action: 'review.opened',
        actor,
        detail: { approvalId: review.id, signBy: formatInstant(review.expiresAt) },
      }),
    ],
    events: [changeEvent(ports, approved, 'review.opened', actor)],
  });
}

const BROKEN = 'Glass broken';
