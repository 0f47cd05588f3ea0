import type { Approval, Vote, VoteRequest } from '../contract/approval.ts';
import type { QuorumPart } from '../contract/change.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Identity } from '../contract/identity.ts';

/** Why somebody may not vote; `code` is what the API answers. */
export interface VoteRefusal {
  readonly code: Extract<ErrorCode, `approval.${string}`>;
  readonly because: string;
  readonly remedy: string;
}

/** What a vote leads to. `repeated`: the same person said the same before; nothing changes. */
export type VoteDecision =
  | { readonly kind: 'refused'; readonly refusal: VoteRefusal }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'counted' | 'approved' | 'rejected'; readonly vote: Vote };

/**
 * Decides what a vote does. Pure. One reject ends the question; each person counts once, for one group.
 * The digest is compared by the caller, who knows the plan of today.
 */
export function decideVote(
  approval: Approval,
  voter: Identity,
  said: { readonly vote: VoteRequest; readonly at: string },
): VoteDecision {
  const barred = whyBarred(approval, voter);
  if (barred) return { kind: 'refused', refusal: barred };
  const earlier = approval.votes.find(({ by }) => by === voter.sub);
  if (earlier?.verdict === said.vote.verdict) return { kind: 'repeated' };
  const closed = whyClosed(approval, said.at) ?? (earlier && alreadyVoted(earlier));
  if (closed) return { kind: 'refused', refusal: closed };
  const vote = voteOf(approval, voter, said);
  if (vote.verdict === 'reject') return { kind: 'rejected', vote };
  return { kind: isQuorate(approval.quorum, [...approval.votes, vote]) ? 'approved' : 'counted', vote };
}

/** Why this identity may never vote on this approval; undefined when it may. Pure. */
export function whyBarred(approval: Approval, voter: Identity): VoteRefusal | undefined {
  if (voter.kind !== 'human')
    return refusal('approval.machine_vote', 'Only people vote.', 'Ask a member of the groups asked.');
  if (approval.requestedBy.sub === voter.sub)
    return refusal(
      'approval.own_change',
      'You asked for this change yourself.',
      'Ask somebody else to decide.',
    );
  if (approval.barred.includes(voter.sub))
    return refusal('approval.own_change', 'You broke the glass here yourself.', 'A second person must sign.');
  const groups = approval.quorum.map(({ group }) => group);
  if (groups.some((group) => voter.groups.includes(group))) return undefined;
  const because = `You are not in ${groups.join(' or ')}.`;
  return refusal('approval.not_in_quorum', because, `Ask a member of ${groups.join(' or ')}.`);
}

/** Why nobody can vote any more; undefined while the question is open. Pure; expiry counts from its instant on. */
export function whyClosed(approval: Approval, now: string): VoteRefusal | undefined {
  const status = effectiveStatus(approval, now);
  if (status === 'PENDING') return undefined;
  const again = approval.replacedBy ? ` Approval ${approval.replacedBy} replaced it.` : '';
  return refusal(
    status === 'STALE' ? 'approval.stale' : 'approval.closed',
    `It is ${status}: ${approval.statusReason}${again}`,
    approval.replacedBy
      ? 'Open the approval that replaced it.'
      : 'Nothing to do; ask for the change again if need be.',
  );
}

/** The status at `now`, computed rather than waited for. A review stays open past its time: it is only overdue. */
export function effectiveStatus(approval: Approval, now: string): Approval['status'] {
  const over = Date.parse(now) >= Date.parse(approval.expiresAt);
  return approval.status === 'PENDING' && over && approval.kind !== 'review' ? 'EXPIRED' : approval.status;
}

function alreadyVoted({ verdict }: Vote): VoteRefusal {
  const because = `You said ${verdict} already.`;
  return refusal(
    'approval.already_voted',
    because,
    'A vote cannot be changed; a colleague may still reject.',
  );
}

function refusal(code: VoteRefusal['code'], because: string, remedy: string): VoteRefusal {
  return { code, because, remedy };
}

/** A voter of several groups counts where somebody is still missing. */
function voteOf(
  approval: Approval,
  voter: Identity,
  { vote, at }: { readonly vote: VoteRequest; readonly at: string },
): Vote {
  const own = approval.quorum.filter(({ group }) => voter.groups.includes(group));
  const missing = own.find((part) => approvedBy(approval.votes, part.group).length < part.min);
  const group = (missing ?? own[0])?.group ?? 'program';
  return {
    by: voter.sub,
    group,
    verdict: vote.verdict,
    comment: vote.comment,
    planDigest: vote.planDigest,
    at,
  };
}

/** Who approved for `group`. */
export function approvedBy(votes: readonly Vote[], group: string): readonly string[] {
  return votes.filter((vote) => vote.group === group && vote.verdict === 'approve').map(({ by }) => by);
}

function isQuorate(quorum: readonly QuorumPart[], votes: readonly Vote[]): boolean {
  return quorum.every(({ group, min }) => approvedBy(votes, group).length >= min);
}
