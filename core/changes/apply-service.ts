import type { Change } from '../contract/change.ts';
import type { Deployment, Revision, Service } from '../contract/service.ts';
import { contentHashOf, contentOf } from '../fleet/revision.ts';
import type { Facts } from './facts.ts';
import type { Draft } from './plan-change.ts';
import type { Shape } from './shape.ts';

/** A Change about to be applied, with the facts and the draft that were just worked out for it. */
export interface ApplyInput {
  readonly change: Change;
  readonly facts: Facts;
  readonly draft: Draft;
  /** Ids for the records it may create. */
  readonly newIds: { readonly deployment: string; readonly decision: string };
}

/** A shape that rolls out: the service that shall be, its revision where it is new, and the deployment. */
export interface RollOutRecords {
  readonly service: Service;
  readonly revision: Revision | undefined;
  readonly deployment: Deployment;
}

/** Whether reaching `after` needs new tasks. */
export function rollsOut({ facts, draft }: ApplyInput): boolean {
  const { before, after } = draft;
  if (!after) return false;
  if (!before || facts.service?.status === 'FAILED') return true;
  if (after.again !== undefined) return after.again !== 'desiredCount';
  return contentHashOf(contentOf(before.spec)) !== contentHashOf(contentOf(after.spec));
}

/** The records of a rollout to `after`. A content that is already the present or the asked revision keeps its number. */
export function rollOutRecords(input: ApplyInput, after: Shape): RollOutRecords {
  const { change, facts } = input;
  const number = revisionNumber(facts, after);
  const service = rolledService(input, after, number);
  const isNew = number === (facts.service?.nextRevision ?? 1);
  return {
    service,
    revision: isNew ? newRevision(input, after, number) : undefined,
    deployment: startedDeployment(input, service, {
      revision: number,
      fromRevision: fromRevision(facts),
      changeId: change.id,
    }),
  };
}

function revisionNumber({ service, target }: Facts, after: Shape): number {
  if (target) return target.number;
  if (!service) return 1;
  const same = contentHashOf(contentOf(service.spec)) === contentHashOf(contentOf(after.spec));
  return same ? service.revision : service.nextRevision;
}

/** The revision to fall back to; none when nothing has run yet or nothing runs any more. */
function fromRevision({ service }: Facts): number | undefined {
  return service && service.status !== 'RETIRED' ? service.succeededRevisions[0] : undefined;
}

function rolledService({ change, facts, newIds }: ApplyInput, after: Shape, revision: number): Service {
  const base = facts.service ?? freshService(change, after, facts.at);
  const starts = base.status === 'RETIRED' || !facts.service;
  return {
    ...base,
    ...shapeFields(base, change, after),
    revision,
    nextRevision: Math.max(base.nextRevision, revision + 1),
    generation: base.generation + 1,
    status: starts ? 'CREATING' : 'DEPLOYING',
    statusReason: `Revision ${revision} is being deployed.`,
    deploymentId: newIds.deployment,
    queuedDeploymentId: facts.queued?.changeId === change.id ? undefined : base.queuedDeploymentId,
    ...(starts && { appliedCount: after.desiredCount, observed: undefined, alarms: {}, drift: [] }),
    driftedContent: undefined,
    retiredAt: undefined,
    updatedAt: facts.at,
    version: base.version + 1,
  };
}

function freshService(change: Change, after: Shape, at: string): Service {
  return {
    name: change.target.name,
    program: after.spec.program,
    spec: after.spec,
    revision: 0,
    nextRevision: 1,
    succeededRevisions: [],
    generation: 0,
    desiredCount: after.desiredCount,
    appliedCount: after.desiredCount,
    bounds: after.bounds,
    status: 'CREATING',
    statusReason: '',
    drift: [],
    scaling: { recentWants: [] },
    alarms: {},
    lastChangeId: change.id,
    createdBy: change.requestedBy,
    createdAt: at,
    updatedAt: at,
    version: 0,
  };
}

/** The fields of a service that a shape decides. The old bounds come back when the time box ends. */
export function shapeFields(base: Service, change: Change, after: Shape): Partial<Service> {
  const boxed = after.until !== undefined;
  const sameBox = boxed && after.until === base.timeBox?.until;
  const revertTo = base.timeBox?.revertTo ?? base.bounds;
  return {
    program: after.spec.program,
    spec: after.spec,
    bounds: after.bounds,
    desiredCount: after.desiredCount,
    timeBox: sameBox
      ? base.timeBox
      : boxed
        ? { changeId: change.id, until: after.until ?? change.expiresAt, revertTo }
        : undefined,
    lastChangeId: change.id,
  };
}

function newRevision({ change, facts }: ApplyInput, { spec }: Shape, number: number): Revision {
  const content = contentOf(spec);
  return {
    service: change.target.name,
    number,
    contentHash: contentHashOf(content),
    content,
    changeId: change.id,
    outcome: 'pending',
    createdAt: facts.at,
    version: 1,
  };
}

function startedDeployment(
  { facts, change, newIds, draft }: ApplyInput,
  service: Service,
  to: { readonly revision: number; readonly fromRevision: number | undefined; readonly changeId: string },
): Deployment {
  const queued = facts.queued?.changeId === change.id ? facts.queued : undefined;
  return {
    id: queued?.id ?? newIds.deployment,
    service: service.name,
    ...to,
    generation: service.generation,
    // What goes back to what was approved needs no canary, and nobody's go.
    strategy: draft.after?.again === undefined ? service.spec.strategy : { kind: 'rolling' },
    status: 'PREPARING',
    statusReason: `Revision ${to.revision} is being prepared.`,
    stage: '',
    healthyTasks: 0,
    createdAt: queued?.createdAt ?? facts.at,
    startedAt: facts.at,
    version: (queued?.version ?? 0) + 1,
  };
}

/** A deployment that waits for the one in flight; its Change stays APPROVED until its turn. */
export function queuedDeployment({ change, facts, draft, newIds }: ApplyInput): Deployment {
  return {
    id: newIds.deployment,
    service: change.target.name,
    changeId: change.id,
    generation: facts.service?.generation ?? 0,
    revision: facts.target?.number ?? facts.service?.nextRevision ?? 1,
    fromRevision: facts.service?.revision,
    strategy: draft.after?.spec.strategy ?? { kind: 'rolling' },
    status: 'QUEUED',
    statusReason: `Waits for revision ${facts.inFlight?.revision ?? '?'} to end.`,
    stage: '',
    healthyTasks: 0,
    createdAt: facts.at,
    version: 1,
  };
}
