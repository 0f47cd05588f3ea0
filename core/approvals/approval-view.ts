import type { Approval, ApprovalView } from '../contract/approval.ts';
import type { Identity } from '../contract/identity.ts';
import { formatInstant, formatPercent, formatSpan, formatUsd, formatUsdDelta, plural } from '../format.ts';
import { secondsBetween } from '../units.ts';
import { approvedBy, effectiveStatus, whyBarred, whyClosed } from './decide-vote.ts';

/** What an approval is read with: by whom, when, and since when its service has been at its limit, where it still is. */
export interface ApprovalReading {
  readonly viewer: Identity;
  readonly now: string;
  readonly limitedSince?: string | undefined;
}

/** An approval in plain words, as `viewer` reads it at `now`. Pure. */
export function approvalView(approval: Approval, reading: ApprovalReading): ApprovalView {
  const { viewer, now } = reading;
  const status = effectiveStatus(approval, now);
  return {
    ...approval,
    status,
    statusReason:
      status === approval.status ? approval.statusReason : 'Nobody decided in time; what was, stays.',
    headline: headlineOf(approval),
    sentences: [
      ...evidenceSentences(approval, reading),
      ...moneySentences(approval),
      ...approval.because,
      quorumSentence(approval),
    ],
    ifApproved: ifApproved(approval),
    ifNobodyActs: ifNobodyActs(approval),
    progress: approval.quorum.map(({ group, min }) => ({
      group,
      min,
      approvedBy: approvedBy(approval.votes, group),
    })),
    you: youMay(approval, viewer, now),
    overdue: approval.status === 'PENDING' && Date.parse(now) >= Date.parse(approval.expiresAt),
  };
}

function headlineOf(approval: Approval): string {
  const { kind, service, requestedBy, boundsAfter } = approval;
  if (kind === 'review') return `${service}: the glass was broken; a second person must sign.`;
  if (kind === 'promotion') return `${service} waits as a canary for a go or a no.`;
  if (requestedBy.kind === 'scaler') return `${service} needs more room.`;
  return boundsAfter
    ? `${service}: ${requestedBy.sub} asks for other bounds.`
    : `${service}: ${requestedBy.sub} asks for a change.`;
}

function evidenceSentences(approval: Approval, reading: ApprovalReading): readonly string[] {
  const { metric, utilization, limit, want } = approval.evidence;
  if (metric === 'none' || limit === undefined) return [];
  const load = utilization === undefined ? '' : ` (${metricName(metric)} ${loadText(metric, utilization)})`;
  const need = want === undefined ? [] : [`The load asks for ${plural(want, 'task')}.`];
  return [`It ${limitedFor(approval, reading, limit)}${load}.`, ...need];
}

/** Counts to now while the service still is at its limit; else to when people were asked. */
function limitedFor(
  { evidence, openedAt, status }: Approval,
  { now, limitedSince }: ApprovalReading,
  limit: number,
): string {
  const lasts = status === 'PENDING' && limitedSince !== undefined;
  const from = lasts ? limitedSince : evidence.atLimitSince;
  const span = from ? secondsBetween(from, lasts ? now : openedAt) : 0;
  if (span < 60) return `runs at its limit of ${plural(limit, 'task')}`;
  return `${lasts ? 'has run' : 'ran'} at its limit of ${plural(limit, 'task')} for ${formatSpan(span)}`;
}

function metricName(metric: Approval['evidence']['metric']): string {
  return { cpu: 'CPU', memory: 'memory', p95Ms: 'p95', none: '' }[metric];
}

function loadText(metric: Approval['evidence']['metric'], value: number): string {
  return metric === 'p95Ms' ? `${Math.round(value)} ms` : formatPercent(value);
}

function moneySentences({ ceiling, boundsAfter, boundsBefore, until }: Approval): readonly string[] {
  if (ceiling.deltaMicroUsd === 0 && !boundsAfter) return [];
  const { beforeMicroUsd, afterMicroUsd, deltaMicroUsd } = ceiling;
  const limits = `(limit ${formatUsd(beforeMicroUsd)} -> ${formatUsd(afterMicroUsd)}, compute only)`;
  const money =
    deltaMicroUsd > 0
      ? `allows up to ${formatUsd(deltaMicroUsd)} more a month ${limits}.`
      : `changes the most it may cost by ${formatUsdDelta(deltaMicroUsd)} a month ${limits}.`;
  const what = boundsAfter ? `Raising the limit to ${boundsAfter.max}` : 'This';
  const box =
    until && boundsBefore ? [`Until ${formatInstant(until)}, then back to ${boundsBefore.max}.`] : [];
  return [`${what} ${money}`, ...box];
}

function quorumSentence({ quorum, votes }: Approval): string {
  const needed = quorum.reduce((sum, { min }) => sum + min, 0);
  const groups = quorum.map(({ group, min }) => `${min} of ${group}`).join(', ');
  const approved = votes.filter(({ verdict }) => verdict === 'approve').map(({ by }) => by);
  const said = approved.length > 0 ? ` ${approved.join(' and ')} approved.` : ' nobody approved yet.';
  return `${plural(needed, 'approver')} needed (${groups});${said}`;
}

function ifApproved({ kind, boundsAfter, until, service }: Approval): string {
  if (kind === 'review') return 'The break-glass use is signed off; nothing else changes.';
  if (kind === 'promotion') return 'The canary goes on to all tasks, then bakes.';
  if (!boundsAfter) return 'The change is executed as planned, at once.';
  const box = until ? ` until ${formatInstant(until)}` : '';
  return `${service} may run ${boundsAfter.min} to ${boundsAfter.max} tasks${box}; the scaler uses what the load needs.`;
}

function ifNobodyActs({ kind, expiresAt, boundsBefore }: Approval): string {
  const by = `If nobody acts by ${formatInstant(expiresAt)}:`;
  if (kind === 'review') return `${by} it is overdue and stays red until somebody signs.`;
  if (kind === 'promotion') return `${by} the canary is rolled back.`;
  return boundsBefore
    ? `${by} nothing changes; the limit stays ${boundsBefore.max}.`
    : `${by} nothing changes.`;
}

function youMay(approval: Approval, viewer: Identity, now: string): ApprovalView['you'] {
  const refusal =
    whyClosed(approval, now) ??
    whyBarred(approval, viewer) ??
    whyNoRole(viewer) ??
    whyVoted(approval, viewer);
  return refusal
    ? { mayVote: false, because: refusal.because }
    : { mayVote: true, because: 'Your vote counts.' };
}

function whyNoRole({ roles }: Identity): { readonly because: string } | undefined {
  return roles.includes('approver') ? undefined : { because: 'Your token does not carry the approver role.' };
}

function whyVoted({ votes }: Approval, { sub }: Identity): { readonly because: string } | undefined {
  const own = votes.find(({ by }) => by === sub);
  return own && { because: `You said ${own.verdict} already.` };
}
