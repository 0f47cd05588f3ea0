import { ACTORS } from '../actors.ts';
import { changeAudit, changeEvent } from '../changes/change-audit.ts';
import { closingCommit } from '../changes/close-change.ts';
import { loadChange } from '../changes/load-change.ts';
import type { Approval } from '../contract/approval.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { each, find, put } from '../store/record-type.ts';
import { Approvals, pendingApprovals } from '../store/records/approvals.ts';
import { isolated } from '../tick-parts.ts';
import { effectiveStatus } from './decide-vote.ts';

const REASON = 'Nobody decided in time; what was, stays.';

/**
 * Writes down every expiry that is due. Expiry keeps what is and never approves. One that fails is logged and holds no
 * other back; it comes again with the next tick. Idempotent. @returns how many were written down.
 */
export async function expireDue(ports: Ports): Promise<number> {
  const now = ports.clock.now().toISOString();
  const due: string[] = [];
  for await (const approval of each(ports.store, Approvals, { ...pendingApprovals, upTo: `${now}#~` })) {
    if (effectiveStatus(approval, now) === 'EXPIRED') due.push(approval.id);
  }
  let done = 0;
  for (const id of due)
    await isolated(ports, `tick.expire ${id}`, async () => {
      await retryOnConflict(() => expire(ports, id, now));
      done += 1;
    });
  return done;
}

async function expire(ports: Ports, id: string, now: string): Promise<void> {
  const approval = await find(ports.store, Approvals, id);
  if (approval?.status !== 'PENDING' || effectiveStatus(approval, now) !== 'EXPIRED') return;
  const { change } = await loadChange(ports, approval.changeId);
  const actor = ACTORS.clock;
  if (approval.kind === 'change') {
    await ports.store.commit(
      await closingCommit(ports, { change, approval, ending: 'EXPIRED', reason: REASON, actor }),
    );
    return;
  }
  await ports.store.commit({
    writes: [put(Approvals, expired(approval, now))],
    audit: [changeAudit(ports, change, { action: 'approval.expired', actor, detail: { approvalId: id } })],
    events: [changeEvent(ports, change, 'approval.expired', actor)],
  });
}

function expired(approval: Approval, at: string): Approval {
  return {
    ...approval,
    status: 'EXPIRED',
    statusReason: REASON,
    decidedAt: at,
    version: approval.version + 1,
  };
}
