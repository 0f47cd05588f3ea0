import { useState } from 'react';
import { ApiProblem } from '../../../client/api-problem.ts';
import type { ApprovalView, VoteRequest } from '../../../core/contract/approval.ts';
import { useAct } from '../../api/read.ts';
import { notify } from '../../ui/notices.ts';

type Verdict = VoteRequest['verdict'];

/**
 * Votes on the plan that the viewer saw first. When the plan is another one by now, nothing is voted:
 * `changed` is true, the new plan is to be shown, and `accept` takes it as seen.
 */
export function useVote(approval: ApprovalView) {
  const [seen, setSeen] = useState(approval.planDigest);
  const [refused, setRefused] = useState(false);
  const act = useAct(
    (client, body: VoteRequest) => client.voteOnApproval({ params: { id: approval.id }, body }),
    { onDone: tell, onRefused: (cause) => setRefused(ApiProblem.is(cause, 'approval.stale')) },
  );
  const vote = (verdict: Verdict, comment?: string) =>
    act.mutate({ verdict, planDigest: seen, ...(comment === undefined ? {} : { comment }) });
  return {
    vote,
    voting: act.isPending,
    problem: act.isError && !refused ? act.error : undefined,
    changed: refused || seen !== approval.planDigest,
    accept: () => {
      setSeen(approval.planDigest);
      setRefused(false);
      act.reset();
    },
  };
}

/** The state of one viewer's vote on one approval. */
export type VoteState = ReturnType<typeof useVote>;

/** Says what the vote did, and keeps the focus on the page: the card that held it may be gone now. */
function tell(after: ApprovalView): void {
  notify({ type: 'success', text: said(after) });
  document.getElementById('content')?.focus({ preventScroll: true });
}

function said({ headline, status, progress }: ApprovalView): string {
  if (status === 'REJECTED') return `You rejected: ${headline}`;
  const missing = progress.filter(({ min, approvedBy }) => approvedBy.length < min).map(({ group }) => group);
  if (status !== 'PENDING' || missing.length === 0) return `Approved, it is being done: ${headline}`;
  return `You approved: ${headline} It still waits for ${missing.join(' and ')}.`;
}
