import type { Approval } from '../contract/approval.ts';
import type { EventName } from '../contract/events.ts';
import type { ApprovalStatus } from '../contract/lifecycle.ts';
import { isBefore } from '../units.ts';
import { type Draft, type Records, tell, withApproval } from './picture.ts';

/** The promotion that the deployment in flight has asked for. */
export function promotionOf({ approvals, deployment }: Records): Approval | undefined {
  return approvals.find(({ id }) => id === deployment?.promotionApprovalId);
}

/** What people say to a promotion by now. One that is overdue is refused, whether or not its expiry was written yet. */
export function answerTo(promotion: Approval, now: string): 'granted' | 'refused' | 'waiting' {
  if (['APPROVED', 'EXECUTING', 'EXECUTED'].includes(promotion.status)) return 'granted';
  return promotion.status === 'PENDING' && isBefore(now, promotion.expiresAt) ? 'waiting' : 'refused';
}

/** Why a promotion that is refused was refused, in plain words. */
export function whyRefused(promotion: Approval): string {
  const no = promotion.votes.find(({ verdict }) => verdict === 'reject');
  if (no) return `${no.by} refused the promotion: ${no.comment ?? 'without a comment'}`;
  if (promotion.status === 'PENDING' || promotion.status === 'EXPIRED')
    return `Nobody approved the promotion by ${promotion.expiresAt}; the earlier revision stays.`;
  return `The promotion was ${promotion.status.toLowerCase()}: ${promotion.statusReason}`;
}

const HAPPENED = {
  EXECUTED: 'approval.executed',
  EXPIRED: 'approval.expired',
  CANCELLED: 'approval.cancelled',
  SUPERSEDED: 'approval.superseded',
  FAILED: 'approval.failed',
  REVERTED: 'approval.reverted',
} as const satisfies Partial<Record<ApprovalStatus, EventName>>;

/** Where a reconcile may lead an approval, and why. */
export interface ApprovalEnd {
  readonly status: keyof typeof HAPPENED;
  readonly reason: string;
  readonly at: string;
}

/** `draft` in which `approval` has reached its end; the same draft where it has already. */
export function settleApproval(draft: Draft, approval: Approval, to: ApprovalEnd): Draft {
  if (approval.status === to.status) return draft;
  const decidedAt = approval.decidedAt ?? to.at;
  const next = { ...approval, status: to.status, statusReason: to.reason, decidedAt };
  return tell(withApproval(draft, next), {
    action: HAPPENED[to.status],
    reason: to.reason,
    changeId: approval.changeId,
    approvalId: approval.id,
  });
}
