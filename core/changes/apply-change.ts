import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Job } from '../contract/job.ts';
import type { Budget } from '../contract/money.ts';
import type { Decision } from '../contract/scaling.ts';
import type { Deployment, Revision, Service } from '../contract/service.ts';
import { withDriftReverted } from '../fleet/answer-drift.ts';
import { jobAfter } from '../jobs/job-after.ts';
import { clampDecision } from '../scaling/clamp-decision.ts';
import { put } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes } from '../store/records/changes.ts';
import { Decisions } from '../store/records/decisions.ts';
import { Deployments } from '../store/records/deployments.ts';
import { Jobs } from '../store/records/jobs.ts';
import { Revisions } from '../store/records/revisions.ts';
import { Services } from '../store/records/services.ts';
import type { Write } from '../store/store.ts';
import { budgetAfter } from './apply-budget.ts';
import { type ApplyInput, queuedDeployment, rollOutRecords, rollsOut, shapeFields } from './apply-service.ts';
import { settleChange } from './settle-change.ts';
import type { Shape } from './shape.ts';

/** The records that applying a Change writes, each in its next version. What is absent stays as it is. */
export interface Applied {
  readonly change: Change;
  readonly service?: Service | undefined;
  readonly revision?: Revision | undefined;
  readonly deployment?: Deployment | undefined;
  readonly superseded?: { readonly deployment: Deployment } | undefined;
  readonly budget?: Budget | undefined;
  readonly decision?: Decision | undefined;
  readonly job?: Job | undefined;
}

/**
 * Turns an approved (or not to be approved) Change into the state it asks for. Pure and absolute.
 * A rollout behind a deployment in flight is queued: its Change stays APPROVED.
 */
export function applyChange(input: ApplyInput): Applied {
  const { change, facts, draft } = input;
  const budget = budgetAfter(change, facts, draft);
  if (change.intent.kind === 'budget') return { change: done(input, 'The budget is set.'), budget };
  if (change.intent.kind === 'job')
    return { change: done(input, 'The job is set.'), job: jobAfter(change, change.intent, facts) };
  if (change.intent.kind === 'policy') return { change: executing(input, 'The policy is being rolled out.') };
  if (change.intent.kind === 'retire') return { ...retired(input), budget };
  if (!draft.after) return { change: done(input, 'Nothing had to change.') };
  if (!rollsOut(input)) return { ...reshaped(input, draft.after), budget };
  if (facts.inFlight) return queued(input);
  const { service, revision, deployment } = rollOutRecords(input, draft.after);
  const next = settleChange(change, {
    status: 'EXECUTING',
    reason: deployment.statusReason,
    at: facts.at,
  });
  return {
    change: { ...next, deploymentId: deployment.id, ...timeBoxOf(change, draft.after) },
    service: aligned(service, deployment),
    revision,
    deployment,
    budget,
  };
}

/** The writes of what was applied. */
export function writesOf(applied: Applied): readonly Write[] {
  const { change, service, revision, deployment, superseded, budget, decision, job } = applied;
  return [
    put(Changes, change),
    ...(service ? [put(Services, service)] : []),
    ...(revision ? [put(Revisions, revision)] : []),
    ...(deployment ? [put(Deployments, deployment)] : []),
    ...(superseded ? [put(Deployments, superseded.deployment)] : []),
    ...(budget ? [put(Budgets, budget)] : []),
    ...(decision ? [put(Decisions, decision)] : []),
    ...(job ? [put(Jobs, job)] : []),
  ];
}

/** The approval after its Change was applied: EXECUTED at once, or EXECUTING while a rollout runs. */
export function approvalAfter(approval: Approval, applied: Applied): Approval {
  const status = applied.change.status === 'DONE' ? 'EXECUTED' : 'EXECUTING';
  return { ...approval, status, statusReason: applied.change.statusReason, version: approval.version + 1 };
}

/** The write of an approval. */
export function approvalWrites(approval: Approval | undefined): readonly Write[] {
  return approval ? [put(Approvals, approval)] : [];
}

function done({ change, facts }: ApplyInput, reason: string): Change {
  return settleChange(change, { status: 'DONE', reason, at: facts.at });
}

function executing({ change, facts }: ApplyInput, reason: string): Change {
  return settleChange(change, { status: 'EXECUTING', reason, at: facts.at });
}

/** A time box belongs to the Change that asked for it, not to those that are made while it runs. */
function timeBoxOf({ intent }: Change, { until }: Shape): Pick<Change, 'revertsAt'> {
  return until !== undefined && intent.kind === 'bounds' ? { revertsAt: until } : {};
}

/** A deployment that came out of the queue keeps its id. */
function aligned(service: Service, deployment: Deployment): Service {
  return { ...service, deploymentId: deployment.id };
}

function retired(input: ApplyInput): Applied {
  const { change, facts } = input;
  if (!facts.service) return { change: done(input, 'Nothing runs under this name.') };
  const service: Service = {
    ...facts.service,
    status: 'RETIRING',
    statusReason: 'Its tasks are being drained.',
    desiredCount: 0,
    generation: facts.service.generation + 1,
    timeBox: undefined,
    lastChangeId: change.id,
    updatedAt: facts.at,
    version: facts.service.version + 1,
  };
  const reason = 'The service is being drained.';
  return { change: settleChange(change, { status: 'EXECUTING', reason, at: facts.at }), service };
}

/** A Change that needs no new tasks: bounds, targets, owners, an answer to a drifted task count. */
function reshaped(input: ApplyInput, after: Shape): Applied {
  const { change, facts } = input;
  if (!facts.service) return { change: done(input, 'Nothing runs under this name.') };
  const base: Service = {
    ...facts.service,
    ...shapeFields(facts.service, change, after),
    updatedAt: facts.at,
    version: facts.service.version + 1,
  };
  if (after.again === 'desiredCount') return revertedCount(input, base);
  const decision = clampDecision({
    id: input.newIds.decision,
    before: facts.service,
    after: base,
    changeId: change.id,
    at: facts.at,
    trigger: 'approval',
  });
  const service = decision
    ? { ...base, scaling: { ...base.scaling, lastDecisionId: decision.id, lastScaleDecisionId: decision.id } }
    : base;
  const settled = { ...done(input, 'The new values are in force.'), ...timeBoxOf(change, after) };
  return { change: settled, service, decision };
}

function revertedCount({ change, facts }: ApplyInput, base: Service): Applied {
  const reason = 'The task count is being set back.';
  return {
    change: settleChange(change, { status: 'EXECUTING', reason, at: facts.at }),
    service: withDriftReverted(base, 'desiredCount', facts.at),
  };
}

function queued(input: ApplyInput): Applied {
  const { change, facts } = input;
  if (facts.queued?.changeId === change.id || !facts.service) return { change };
  const deployment = queuedDeployment(input);
  const service: Service = {
    ...facts.service,
    queuedDeploymentId: deployment.id,
    updatedAt: facts.at,
    version: facts.service.version + 1,
  };
  const next = settleChange(change, { status: 'APPROVED', reason: deployment.statusReason, at: facts.at });
  return {
    change: { ...next, deploymentId: deployment.id },
    service,
    deployment,
    superseded: facts.queued && { deployment: supersededDeployment(facts.queued, facts.at) },
  };
}

/** A waiting deployment that a newer one took the place of. */
export function supersededDeployment(deployment: Deployment, at: string): Deployment {
  return {
    ...deployment,
    status: 'SUPERSEDED',
    statusReason: 'A newer deployment took its place.',
    endedAt: at,
    version: deployment.version + 1,
  };
}
