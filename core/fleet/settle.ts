import { settleChange } from '../changes/settle-change.ts';
import type { EventName } from '../contract/events.ts';
import type { ApprovalStatus } from '../contract/lifecycle.ts';
import { OPEN_CHANGE } from '../store/records/changes.ts';
import { type Draft, tell, withChange } from './picture.ts';
import { type ApprovalEnd, settleApproval } from './promotion.ts';

/** How a Change that was executed ends, with the event that says so and the end of its approval. */
const ENDS = {
  DONE: { action: 'change.done', approval: 'EXECUTED' },
  FAILED: { action: 'change.failed', approval: 'FAILED' },
  REVERTED: { action: 'change.reverted', approval: 'REVERTED' },
  SUPERSEDED: { action: 'change.superseded', approval: 'SUPERSEDED' },
  CANCELLED: { action: 'change.cancelled', approval: 'CANCELLED' },
} as const satisfies Record<string, { action: EventName; approval: ApprovalEnd['status'] }>;

/** The statuses of an approval that people gave. One that break-glass passed over was never given, whatever came of it. */
const GRANTED: readonly ApprovalStatus[] = ['APPROVED', 'EXECUTING', 'EXECUTED'];

/** How a deployment ends, why and when. */
export interface End {
  readonly status: keyof typeof ENDS;
  readonly reason: string;
  readonly at: string;
}

/**
 * `draft` in which the Change has ended, and with it the approval that let it be executed; the same draft where it had
 * ended before. A review of break-glass stays open.
 */
export function settleWithApproval(draft: Draft, changeId: string, end: End): Draft {
  const change = draft.changes.find(({ id }) => id === changeId);
  if (!change || !OPEN_CHANGE.includes(change.status)) return draft;
  const { action, approval: status } = ENDS[end.status];
  const outcome = end.status === 'DONE' ? 'done' : 'failed';
  const { reason, at } = end;
  const settled = tell(withChange(draft, settleChange(change, end)), { action, outcome, reason, changeId });
  const approval = draft.approvals.find(
    ({ id, kind, status: stood }) => id === change.approvalId && kind === 'change' && GRANTED.includes(stood),
  );
  return approval ? settleApproval(settled, approval, { status, reason, at }) : settled;
}
