import { auditDraft } from '../audit/audit-draft.ts';
import { changeAudit, changeEvent, streamOf } from '../changes/change-audit.ts';
import { closingCommit } from '../changes/close-change.ts';
import { executeChange } from '../changes/execute-change.ts';
import { loadChange, requestOf } from '../changes/load-change.ts';
import { prepareChange } from '../changes/prepare.ts';
import { replaceStale } from '../changes/replace-stale.ts';
import { settleChange } from '../changes/settle-change.ts';
import type { Approval, VoteRequest } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Actor, Identity } from '../contract/identity.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Changes } from '../store/records/changes.ts';
import { decideVote, type VoteDecision, type VoteRefusal } from './decide-vote.ts';

/** Who says what to which question. */
export interface CastVote {
  readonly approvalId: string;
  readonly identity: Identity;
  readonly vote: VoteRequest;
  readonly correlationId: string;
}

/**
 * Records a vote; a reached quorum executes the Change in the same call. Idempotent: the same vote of the same
 * person answers the approval as it is. However many votes race, the Change is executed once.
 * @throws OpsError `approval.not_found`; `approval.own_change`, `approval.machine_vote`, `approval.not_in_quorum`
 *   (audited); `approval.closed`, `approval.already_voted`; `approval.stale` with the diff and digest of today
 */
export async function voteOnApproval(ports: Ports, cast: CastVote): Promise<Approval> {
  const { approval, decision } = await retryOnConflict(() => recordVote(ports, cast));
  if (decision.kind !== 'approved' || approval.kind !== 'change') return approval;
  await executeChange(ports, { changeId: approval.changeId, correlationId: cast.correlationId });
  return (await find(ports.store, Approvals, approval.id)) ?? approval;
}

interface Recorded {
  readonly approval: Approval;
  readonly decision: VoteDecision;
}

async function recordVote(ports: Ports, cast: CastVote): Promise<Recorded> {
  const approval = await loadApproval(ports, cast.approvalId);
  const at = ports.clock.now().toISOString();
  const decision = decideVote(approval, cast.identity, { vote: cast.vote, at });
  if (decision.kind === 'refused') return refuse(ports, cast, { approval, refusal: decision.refusal });
  if (decision.kind === 'repeated') return { approval, decision };
  const { change } = await loadChange(ports, approval.changeId);
  await refuseStale(ports, cast, { approval, change });
  return { approval: await record(ports, cast, { approval, change, decision, at }), decision };
}

async function loadApproval({ store }: Pick<Ports, 'store'>, approvalId: string): Promise<Approval> {
  const approval = await find(store, Approvals, approvalId);
  if (approval) return approval;
  throw new OpsError('approval.not_found', `There is no approval ${approvalId}.`, {
    remedy: 'List /api/v1/approvals and use one of their ids.',
    params: { approvalId },
  });
}

/** An attempt without the right to it is audited; a late one is only told so. */
async function refuse(
  ports: Ports,
  { identity, correlationId }: CastVote,
  { approval, refusal }: { readonly approval: Approval; readonly refusal: VoteRefusal },
): Promise<never> {
  if (['approval.own_change', 'approval.machine_vote', 'approval.not_in_quorum'].includes(refusal.code)) {
    const { change } = await loadChange(ports, approval.changeId);
    const facts = {
      stream: streamOf(change),
      actor: actorOf(identity),
      action: 'access.denied',
      target: approval.id,
      outcome: 'denied',
      changeId: change.id,
      correlationId,
      reason: refusal.because,
      detail: { attempted: 'approval.vote', code: refusal.code },
    } as const;
    await ports.store.commit({ writes: [], audit: [auditDraft(ports, facts)], events: [] });
  }
  throw new OpsError(refusal.code, refusal.because, {
    remedy: refusal.remedy,
    params: { approvalId: approval.id, status: approval.status, replacedBy: approval.replacedBy },
  });
}

/** A vote counts only for the plan of today: both what the voter saw and what was asked must still be it. */
async function refuseStale(
  ports: Ports,
  { vote, correlationId }: CastVote,
  { approval, change }: { readonly approval: Approval; readonly change: Change },
): Promise<void> {
  if (vote.planDigest !== approval.planDigest) throw stale(approval, change);
  if (approval.kind !== 'change') return;
  const { plan } = await prepareChange(ports, requestOf(change, approval));
  if (plan.digest === approval.planDigest) return;
  const ended = await replaceStale(ports, { change, approval, correlationId });
  const replacement = ended.replacedBy ? (await loadChange(ports, ended.replacedBy)).change : undefined;
  throw stale({ ...approval, replacedBy: replacement?.approvalId }, replacement ?? ended);
}

function stale(approval: Approval, change: Change): OpsError {
  return new OpsError(
    'approval.stale',
    'The plan changed since it was shown to you; your vote was not counted.',
    {
      remedy: approval.replacedBy
        ? `Read the new plan and vote on approval ${approval.replacedBy}.`
        : 'Read the approval again and vote with the planDigest it shows now.',
      params: {
        approvalId: approval.replacedBy ?? approval.id,
        planDigest: change.plan.digest,
        diff: change.plan.diff,
      },
    },
  );
}

interface Counted {
  readonly approval: Approval;
  readonly change: Change;
  readonly decision: Extract<VoteDecision, { vote: unknown }>;
  readonly at: string;
}

async function record(ports: Ports, cast: CastVote, counted: Counted): Promise<Approval> {
  const { approval, change, decision, at } = counted;
  const actor = actorOf(cast.identity);
  const voted: Approval = { ...approval, votes: [...approval.votes, decision.vote] };
  const comment = decision.vote.comment ? `: ${decision.vote.comment}` : '';
  const audit = changeAudit(ports, change, {
    action: approval.kind === 'review' && decision.kind === 'approved' ? 'review.signed' : 'approval.voted',
    actor,
    detail: { approvalId: approval.id, ...decision.vote },
  });
  if (decision.kind === 'rejected' && approval.kind === 'change') {
    const reason = `Rejected by ${actor.sub}${comment}`;
    const commit = await closingCommit(ports, { change, approval: voted, ending: 'REJECTED', reason, actor });
    await ports.store.commit({ ...commit, audit: [audit, ...commit.audit] });
    return {
      ...voted,
      status: 'REJECTED',
      statusReason: reason,
      decidedAt: at,
      version: approval.version + 1,
    };
  }
  const next = nextApproval(voted, { decision, at, by: `${actor.sub}${comment}` });
  const approves = decision.kind === 'approved' && approval.kind === 'change';
  const approvedChange = settleChange(change, { status: 'APPROVED', reason: next.statusReason, at });
  await ports.store.commit({
    writes: [put(Approvals, next), ...(approves ? [put(Changes, approvedChange)] : [])],
    audit: [
      audit,
      ...(approves ? [changeAudit(ports, approvedChange, { action: 'change.approved', actor })] : []),
    ],
    events: [
      changeEvent(
        ports,
        change,
        decision.kind === 'approved' ? 'approval.approved' : 'approval.voted',
        actor,
      ),
    ],
  });
  return next;
}

function nextApproval(
  approval: Approval,
  { decision, at, by }: { readonly decision: Counted['decision']; readonly at: string; readonly by: string },
): Approval {
  const version = approval.version + 1;
  if (decision.kind === 'counted')
    return { ...approval, statusReason: `${by} approved; more are needed.`, version };
  if (decision.kind === 'rejected')
    return { ...approval, status: 'REJECTED', statusReason: `Rejected by ${by}`, decidedAt: at, version };
  const status = approval.kind === 'review' ? 'EXECUTED' : 'APPROVED';
  return { ...approval, status, statusReason: `Approved; last by ${by}.`, decidedAt: at, version };
}

function actorOf({ sub, kind }: Identity): Actor {
  return { sub, kind };
}
