import { recommit, releaseAllowances, takeBack } from '../budget/envelope.ts';
import { ceilingMicroUsd, committedMax } from '../budget/service-cost.ts';
import type { Deployment, Revision } from '../contract/service.ts';
import { type Draft, type Picture, revisionOf, tell } from './picture.ts';
import { answerTo, promotionOf, settleApproval } from './promotion.ts';
import { specWith } from './revision.ts';
import { settleWithApproval } from './settle.ts';
import type { Sighting } from './sighting.ts';
import { succeed } from './succeed.ts';

type Moving = Draft & { readonly deployment: Deployment };

const GIVEN_UP = [
  'STOP_REQUESTED',
  'STOPPED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

/** Why the platform itself stopped the rollout (circuit breaker, alarm, somebody's hand); undefined while it goes on. */
export function whyPlatformGaveUp({ deployment }: Moving, sighting: Sighting): string | undefined {
  const { ours, accepted, busy, runsFrom, runsTarget } = sighting;
  if (ours && GIVEN_UP.includes(ours.status)) return deployment.cause?.plain ?? wordsOf(ours.statusReason);
  const wentBack = accepted && !ours && !busy && runsFrom && !runsTarget && deployment.status !== 'PREPARING';
  return wentBack
    ? (deployment.cause?.plain ?? 'The platform went back to the earlier revision.')
    : undefined;
}

function wordsOf(statusReason: string): string {
  return statusReason === '' ? 'The platform stopped the rollout without a reason.' : statusReason;
}

/** Records that the rollout goes back and why; a question that is still open is closed. */
export function startRollback(draft: Moving, picture: Picture, reason: string): Moving {
  const { deployment: was } = draft;
  const deployment = {
    ...was,
    status: 'ROLLING_BACK',
    statusReason: reason,
    waitingSince: undefined,
  } as const;
  const stopping = tell(draft, {
    action: 'deployment.stopping',
    reason,
    changeId: was.changeId,
    detail: { deploymentId: was.id, revision: was.revision, ...(was.cause && { cause: was.cause }) },
  });
  return closeQuestion({ ...stopping, deployment }, picture);
}

/** A question whose answer does not matter any more is closed: EXPIRED when its time was over, else CANCELLED. */
export function closeQuestion(draft: Moving, { now: at }: Picture): Moving {
  const promotion = promotionOf(draft);
  if (promotion?.status !== 'PENDING') return draft;
  const status = answerTo(promotion, at) === 'refused' ? 'EXPIRED' : 'CANCELLED';
  const { deployment } = draft;
  return { ...settleApproval(draft, promotion, { status, reason: deployment.statusReason, at }), deployment };
}

/** Settles the deployment once nothing of it is left on the platform; until then leaves it going back. */
export function finishRollback(draft: Moving, picture: Picture, sighting: Sighting): Draft {
  const { ours, accepted, busy, runsFrom } = sighting;
  const from = fallbackOf(draft);
  if (!accepted) return end(draft, picture, { status: from ? 'ROLLED_BACK' : 'FAILED', follows: true });
  if (busy) return draft;
  if (!from) return ours?.status === 'SUCCESSFUL' ? succeed(draft, picture) : end(draft, picture, FAILED);
  if (runsFrom) return end(draft, picture, { status: 'ROLLED_BACK', follows: true });
  return cannotReturn(from, picture) ? end(draft, picture, FAILED) : draft;
}

const FAILED = { status: 'FAILED', follows: false } as const;

/** The revision to go back to: one whose content differs, since going "back" to the same would fail the same way. */
export function fallbackOf(draft: Draft): Revision | undefined {
  const { deployment } = draft;
  const from = revisionOf(draft, deployment?.fromRevision);
  const target = revisionOf(draft, deployment?.revision);
  return from && from.contentHash !== target?.contentHash ? from : undefined;
}

/** The platform tried the earlier revision and gave that up too. */
function cannotReturn(from: Revision, { observed }: Picture): boolean {
  const rollout = observed.kind === 'present' ? observed.deployment : undefined;
  return rollout?.targetContentHash === from.contentHash && GIVEN_UP.includes(rollout.status);
}

interface Ending {
  readonly status: 'ROLLED_BACK' | 'FAILED';
  /** Whether the generation grows, so that the platform's tag follows. */
  readonly follows: boolean;
}

function end(draft: Moving, picture: Picture, ending: Ending): Draft {
  const { now: at } = picture;
  const { statusReason: reason, id, revision, changeId, cause } = draft.deployment;
  const reverted = draft.changes.some((change) => change.id === changeId && change.status === 'VERIFYING');
  const settled = settleWithApproval(back(draft, picture, ending), changeId, {
    status: reverted ? 'REVERTED' : 'FAILED',
    reason,
    at,
  });
  return tell(
    { ...settled, deployment: { ...draft.deployment, status: ending.status, endedAt: at } },
    {
      action: ending.status === 'ROLLED_BACK' ? 'deployment.rolled-back' : 'deployment.failed',
      outcome: 'failed',
      reason,
      changeId,
      detail: { deploymentId: id, revision, ...(cause && { cause }) },
    },
  );
}

/** The records as they were before the rollout: revision, spec and money. What failed is kept as failed. */
function back(draft: Moving, picture: Picture, { follows }: Ending): Draft {
  const from = fallbackOf(draft);
  const { service } = draft;
  const revisions = draft.revisions.map((one) =>
    one.number === draft.deployment.revision && one.outcome === 'pending'
      ? ({ ...one, outcome: 'failed' } as const)
      : one,
  );
  const base = { ...service, deploymentId: undefined, updatedAt: picture.now };
  if (!from) return { ...draft, revisions, service: base };
  const returned = {
    ...base,
    revision: from.number,
    spec: specWith(service.spec, from.content),
    generation: service.generation + (follows ? 1 : 0),
  };
  return withMoneyBack({ ...draft, revisions, service: returned }, draft, picture);
}

function withMoneyBack(draft: Draft, before: Draft, { prices, now }: Picture): Draft {
  const { spec, name, timeBox } = draft.service;
  const ceiling = (size: typeof spec) => ceilingMicroUsd(size, committedMax(draft.service), prices);
  const delta = ceiling(spec) - ceiling(before.service.spec);
  if (!draft.budget || delta === 0) return draft;
  const changeId = timeBox?.changeId ?? before.deployment?.changeId ?? '';
  const budget =
    delta < 0
      ? releaseAllowances(recommit(draft.budget, delta, now), name, -delta)
      : takeBack(draft.budget, {
          allowance: { changeId, service: name, until: timeBox?.until },
          deltaMicroUsd: delta,
          at: now,
        });
  return tell(
    { ...draft, budget },
    {
      action: 'budget.changed',
      stream: `budget/${budget.scope}`,
      target: budget.scope,
      reason: `${name} is back at its earlier size.`,
      changeId: before.deployment?.changeId,
      detail: { deltaMicroUsd: delta, committedMicroUsd: budget.committedMicroUsd },
    },
  );
}
