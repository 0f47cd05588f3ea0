import { promotionApproval } from '../approvals/open-approval.ts';
import { settleChange } from '../changes/settle-change.ts';
import type { EventName } from '../contract/events.ts';
import type { DeploymentStatus } from '../contract/lifecycle.ts';
import type { Deployment } from '../contract/service.ts';
import { addSeconds, secondsBetween } from '../units.ts';
import { BEFORE_ROLLOUT, waitsBefore } from './ask-before.ts';
import { causeOfFailure } from './cause-of-failure.ts';
import {
  changeOf,
  type Draft,
  isInFlight,
  type Picture,
  revisionOf,
  tell,
  withApproval,
  withChange,
} from './picture.ts';
import { answerTo, promotionOf, settleApproval } from './promotion.ts';
import { closeQuestion, finishRollback, startRollback, whyPlatformGaveUp } from './roll-back.ts';
import { type Sighting, sight } from './sighting.ts';
import { succeed } from './succeed.ts';
import { whyStop } from './why-stop.ts';

/**
 * Moves the deployment in flight to where the platform's rollout stands, and settles it when it has ended:
 * PREPARING -> ROLLING_OUT <-> PAUSED -> BAKING -> SUCCEEDED, or ROLLING_BACK -> ROLLED_BACK | FAILED. Pure.
 */
export function followDeployment(draft: Draft, picture: Picture): Draft {
  if (!isInFlight(draft.deployment) || draft.service.status === 'RETIRING') return draft;
  const sighting = sight(draft, picture);
  const seen = { ...draft, deployment: withSighting(draft, picture, sighting) };
  if (seen.deployment.status === 'ROLLING_BACK')
    return finishRollback(closeQuestion(seen, picture), picture, sighting);
  const stop = whyPlatformGaveUp(seen, sighting) ?? whyStop(seen, picture, seen.deployment);
  if (stop !== undefined) return finishRollback(startRollback(seen, picture, stop), picture, sighting);
  if (hasSucceeded(sighting)) return succeed(seen, picture);
  return advance(seen, picture, sighting);
}

/** The platform says so; or it reports no rollout of its own and every task that shall run is a healthy target. */
function hasSucceeded({ accepted, ours, busy, runsTarget, healthy, desired }: Sighting): boolean {
  if (!accepted || !runsTarget) return false;
  if (ours) return ours.status === 'SUCCESSFUL';
  return !busy && desired > 0 && healthy >= desired;
}

function withSighting(draft: Draft, picture: Picture, { ours, healthy, accepted }: Sighting): Deployment {
  const deployment = draft.deployment as Deployment; // safe: the caller has just looked
  const target = revisionOf(draft, deployment.revision);
  const startedAt = deployment.startedAt ?? picture.now;
  const progressed = accepted && healthy > deployment.healthyTasks;
  return {
    ...deployment,
    startedAt,
    lastProgressAt: progressed ? picture.now : (deployment.lastProgressAt ?? startedAt),
    healthyTasks: accepted ? healthy : deployment.healthyTasks,
    platformId: ours?.id ?? deployment.platformId,
    cause: (target && causeOfFailure(deployment, target, picture.observed)) ?? deployment.cause,
  };
}

type Moving = Draft & { readonly deployment: Deployment };

function advance(draft: Moving, picture: Picture, sighting: Sighting): Draft {
  const { ours } = sighting;
  const hookId = ours?.pausedHookId ?? hookBefore(draft, picture, sighting);
  if (hookId !== undefined) return atHook(draft, picture, { ...sighting, hookId });
  const onward = leavePause(draft, picture);
  if (BAKE_STAGES.includes(ours?.stage ?? '')) return bake(onward, picture, sighting);
  if (!isTaken(draft, sighting))
    return move(onward, picture, { status: 'PREPARING', reason: 'The platform has not taken it yet.' });
  return move(onward, picture, {
    status: 'ROLLING_OUT',
    reason: progressOf(onward, sighting),
    stage: ours?.stage,
  });
}

/** Where the platform cannot pause, people are asked before it is told anything. */
function hookBefore(draft: Moving, picture: Picture, { accepted }: Sighting): string | undefined {
  return !accepted && waitsBefore(draft, picture) ? BEFORE_ROLLOUT : undefined;
}

/** All traffic is on the target: it is watched, then the old tasks are removed. Source: ECS deployment lifecycle stages. */
const BAKE_STAGES: readonly string[] = ['BAKE_TIME', 'CLEAN_UP'];

/** A tag alone is not enough at the start: the rollout may have been lost after it was set. */
function isTaken({ deployment }: Moving, { accepted, ours, runsTarget }: Sighting): boolean {
  return accepted && (ours !== undefined || runsTarget || deployment.status !== 'PREPARING');
}

function progressOf({ deployment }: Moving, { healthy, desired }: Sighting): string {
  return `${healthy} of ${desired} tasks run revision ${deployment.revision}.`;
}

/** At a PAUSE hook, or before all: asks once, waits for the answer, goes on when it is granted. A refusal was handled before. */
function atHook(draft: Moving, picture: Picture, sighting: Sighting & { readonly hookId: string }): Draft {
  const { hookId, ours } = sighting;
  const asked = draft.deployment.hookId === hookId ? promotionOf(draft) : undefined;
  if (!asked) return askForPromotion(draft, picture, sighting);
  if (answerTo(asked, picture.now) === 'waiting') return draft;
  const reason = 'The promotion was approved; the rollout goes on.';
  const executed = settleApproval(draft, asked, { status: 'EXECUTED', reason, at: picture.now });
  return move({ ...executed, deployment: draft.deployment }, picture, {
    status: hookId === BEFORE_ROLLOUT ? 'PREPARING' : 'ROLLING_OUT',
    reason,
    stage: ours?.stage,
  });
}

/** The platform ends its own pause after 24 h: the question expires before, so that the answer is ours. */
const PAUSE_MARGIN_SEC = 30 * 60;

function askForPromotion(
  draft: Moving,
  picture: Picture,
  { hookId, ours }: Sighting & { readonly hookId: string },
): Draft {
  const change = changeOf(draft);
  if (!change) return draft;
  const id = picture.fresh.approvalId;
  const { now: at } = picture;
  const paused = { ...draft, deployment: { ...draft.deployment, hookId, promotionApprovalId: id } };
  const question = promotionApproval({ id, change, deployment: paused.deployment, at });
  const promotion = { ...question, expiresAt: addSeconds(question.expiresAt, -PAUSE_MARGIN_SEC) };
  const reason = `The canary waits until somebody lets it go on, at most until ${promotion.expiresAt}.`;
  const asked = { ...withApproval(paused, promotion), deployment: paused.deployment };
  return tell(move(asked, picture, { status: 'PAUSED', reason, stage: ours?.stage }), {
    action: 'approval.requested',
    reason,
    changeId: change.id,
    approvalId: id,
  });
}

/** The pause is over though nobody answered: the question is withdrawn. */
function leavePause(draft: Moving, { now }: Picture): Moving {
  const promotion = promotionOf(draft);
  if (!promotion || promotion.status === 'EXECUTED') return draft;
  const waits = answerTo(promotion, now) === 'waiting';
  const reason = waits ? 'The rollout does not wait any more.' : 'The rollout goes on.';
  const left = settleApproval(draft, promotion, {
    status: waits ? 'CANCELLED' : 'EXECUTED',
    reason,
    at: now,
  });
  return { ...left, deployment: { ...draft.deployment, promotionApprovalId: undefined } };
}

function bake(draft: Moving, picture: Picture, { ours }: Sighting): Draft {
  const { strategy } = draft.deployment;
  const bakeMin = strategy.kind === 'rolling' ? 0 : strategy.bakeMin;
  const bakeUntil = draft.deployment.bakeUntil ?? addSeconds(picture.now, bakeMin * 60);
  const reason = `All traffic is on revision ${draft.deployment.revision}; it is watched until ${bakeUntil}.`;
  const baking = { ...draft, deployment: { ...draft.deployment, bakeUntil } };
  return verifying(
    move(baking, picture, { status: 'BAKING', reason, stage: ours?.stage }),
    reason,
    picture.now,
  );
}

function verifying(draft: Draft, reason: string, at: string): Draft {
  const change = changeOf(draft);
  if (change?.status !== 'EXECUTING') return draft;
  const next = withChange(draft, settleChange(change, { status: 'VERIFYING', reason, at }));
  return tell(next, { action: 'change.verifying', reason, changeId: change.id });
}

interface Move {
  readonly status: DeploymentStatus;
  readonly reason: string;
  readonly stage?: string | undefined;
}

const WAITING: readonly DeploymentStatus[] = ['PAUSED', 'BAKING'];

function move(draft: Moving, { now }: Picture, to: Move): Draft {
  const { deployment: was } = draft;
  const stage = to.stage ?? was.stage;
  const deployment = { ...clocked(was, to.status, now), status: to.status, statusReason: to.reason, stage };
  const action = happening(was, to.status, stage);
  const next = { ...draft, deployment };
  if (!action) return next;
  const detail = { deploymentId: was.id, revision: was.revision, stage };
  return tell(next, { action, reason: to.reason, changeId: was.changeId, detail });
}

/** Starts or ends the time that does not count towards the deadlines. */
function clocked(deployment: Deployment, status: DeploymentStatus, now: string): Deployment {
  const { waitingSince, waitedSec = 0 } = deployment;
  const waits = WAITING.includes(status);
  if (waits === (waitingSince !== undefined)) return deployment;
  if (waitingSince === undefined) return { ...deployment, waitingSince: now };
  const waited = waitedSec + secondsBetween(waitingSince, now);
  return { ...deployment, waitingSince: undefined, waitedSec: waited, lastProgressAt: now };
}

const ENTERED: Partial<Record<DeploymentStatus, EventName>> = {
  PAUSED: 'deployment.paused',
  BAKING: 'deployment.baking',
};

function happening(was: Deployment, status: DeploymentStatus, stage: string): EventName | undefined {
  if (was.status !== status) {
    if (status !== 'ROLLING_OUT') return ENTERED[status];
    return was.status === 'PREPARING' ? 'deployment.started' : 'deployment.continued';
  }
  return was.stage === stage ? undefined : 'deployment.advanced';
}
