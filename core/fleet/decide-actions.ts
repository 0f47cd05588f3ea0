import { ACTORS } from '../actors.ts';
import type { Service } from '../contract/service.ts';
import type { Action } from './actions.ts';
import { asksBefore, waitsBefore } from './ask-before.ts';
import { circuitBreakerFor } from './circuit-breaker.ts';
import type { Cause, ObservedDeployment, ObservedService, RollOut } from './compute.ts';
import { revertsOf } from './decide-reverts.ts';
import { countOwner } from './follow-count.ts';
import {
  changeOf,
  type Draft,
  isActive,
  isInFlight,
  isStillborn,
  type Picture,
  revisionOf,
  targetOf,
} from './picture.ts';
import { promotionOf } from './promotion.ts';
import { fallbackOf } from './roll-back.ts';
import { sight } from './sighting.ts';

type Present = Extract<ObservedService, { kind: 'present' }>;

/**
 * What has to be done so that the platform becomes what the records say, from the two states alone: whatever a crash
 * left undone is found again. Pure.
 */
export function decideActions(draft: Draft, picture: Picture): readonly Action[] {
  const { service } = draft;
  if (service.status === 'RETIRED') return [];
  if (service.status === 'RETIRING') return retire(draft, picture);
  const { observed } = picture;
  const rollout = observed.kind === 'missing' ? create(draft, picture) : present(draft, picture, observed);
  return [...rollout, ...alarms(draft, picture), ...startQueued(draft)];
}

function present(draft: Draft, picture: Picture, observed: Present): readonly Action[] {
  if (observed.status !== 'ACTIVE') return [];
  const rollout =
    draft.deployment?.status === 'ROLLING_BACK'
      ? rollBack(draft, picture, observed)
      : [...rollOut(draft, picture, observed), ...goOn(draft, observed)];
  return [...rollout, ...count(draft, observed), ...revertsOf(draft, picture)];
}

/** A service whose first rollout failed is not created again by itself. */
function create(draft: Draft, picture: Picture): readonly Action[] {
  const { service, deployment } = draft;
  const wanted = deployment?.status !== 'ROLLING_BACK' && !isStillborn(draft, picture);
  const request = rollOutOf(draft, service.revision);
  if (!wanted || !request) return [];
  const tags = {
    'hms:generation': String(service.generation),
    'hms:service': service.name,
    'hms:program': service.program,
    'hms:change': request.cause.changeId ?? service.lastChangeId,
  };
  return [
    { kind: 'create', request: { ...request, rollbackAlarms: [], desiredCount: service.desiredCount, tags } },
  ];
}

/**
 * Rolls out when our generation is ahead; where the content runs already, only the tag has to follow. What people had to
 * let begin does not pause once more.
 */
function rollOut(draft: Draft, picture: Picture, observed: Present): readonly Action[] {
  const { service, deployment } = draft;
  const same = targetOf(draft)?.contentHash === observed.contentHash;
  const due = same ? tagIsDue(service, observed) : contentIsDue(draft, picture, observed);
  const request = due ? rollOutOf(draft, service.revision, picture.environment) : undefined;
  if (!request) return [];
  const again = same && isInFlight(deployment) && hasFailed(observed.deployment);
  const strategy = asksBefore(draft, picture) ? withoutPause(request.strategy) : request.strategy;
  return [{ kind: 'rollOut', request: { ...request, strategy, ...(again && { force: true }) } }];
}

function tagIsDue({ generation }: Service, observed: Present): boolean {
  return observed.generation < generation && !isActive(observed.deployment);
}

/** Where people are asked before, not before they said so; else when we are ahead, or our rollout was lost. */
function contentIsDue(draft: Draft, picture: Picture, observed: Present): boolean {
  if (waitsBefore(draft, picture)) return false;
  const lost = draft.deployment?.status === 'PREPARING' && sight(draft, picture).ours === undefined;
  return observed.generation < draft.service.generation || lost;
}

function withoutPause(strategy: RollOut['strategy']): RollOut['strategy'] {
  return strategy.kind === 'canary' ? { ...strategy, pause: false } : strategy;
}

/** The last try of what is set to run failed, so that setting it once more would start nothing. */
function hasFailed(rollout: ObservedDeployment | undefined): boolean {
  return rollout !== undefined && !isActive(rollout) && rollout.status !== 'SUCCESSFUL';
}

function goOn(draft: Draft, observed: Present): readonly Action[] {
  const { deployment } = draft;
  const rollout = observed.deployment;
  const promotion = promotionOf(draft);
  if (!isInFlight(deployment) || rollout?.pausedHookId === undefined || !promotion) return [];
  const granted = rollout.pausedHookId === deployment.hookId && promotion.status === 'EXECUTED';
  if (!granted) return [];
  const { id: deploymentId, pausedHookId: hookId } = rollout;
  const cause = { actor: ACTORS.reconciler.sub, changeId: deployment.changeId };
  return [
    { kind: 'continueDeployment', request: { service: draft.service.name, deploymentId, hookId, cause } },
  ];
}

/** Stops our rollout; where the platform cannot, or has ended it otherwise, the earlier revision is rolled out. */
function rollBack(draft: Draft, picture: Picture, observed: Present): readonly Action[] {
  const { accepted, ours } = sight(draft, picture);
  if (!accepted || !draft.deployment) return [];
  const moving = ours?.status === 'PENDING' || ours?.status === 'IN_PROGRESS';
  if (moving && picture.features.stopDeployment) {
    const cause = {
      actor: draft.deployment.stoppedBy ?? ACTORS.reconciler.sub,
      changeId: draft.deployment.changeId,
    };
    return [
      { kind: 'stopDeployment', request: { service: draft.service.name, deploymentId: ours.id, cause } },
    ];
  }
  const from = fallbackOf(draft);
  const busy = isActive(observed.deployment) && !moving;
  if (!from || busy || observed.contentHash === from.contentHash) return [];
  const request = rollOutOf(draft, from.number);
  return request ? [{ kind: 'rollOut', request }] : [];
}

/** Sets the task count where the platform's is ours to replace; a count that somebody else set is left alone. */
function count(draft: Draft, observed: Present): readonly Action[] {
  if (countOwner(draft, observed) !== 'ours, to be set') return [];
  const { name: service, desiredCount } = draft.service;
  return [{ kind: 'setDesiredCount', request: { service, desiredCount, cause: countCause(draft) } }];
}

/** A count moves by an answer to drift, or by a decision; a service that never had one moves by its last Change. */
function countCause({ service, changes }: Draft): Cause {
  const actor = ACTORS.scaler.sub;
  const answer = changes.find(
    ({ intent, status }) =>
      intent.kind === 'drift' && intent.field === 'desiredCount' && status === 'EXECUTING',
  );
  if (answer) return { actor, changeId: answer.id };
  const decisionId = service.scaling.lastDecisionId;
  return decisionId === undefined ? { actor, changeId: service.lastChangeId } : { actor, decisionId };
}

function alarms(draft: Draft, { alarmsDiffer, observed }: Picture): readonly Action[] {
  if (!alarmsDiffer || observed.kind === 'missing') return [];
  return [{ kind: 'ensureAlarms', cause: changeCause(draft) }];
}

function startQueued({ service, queued, deployment }: Draft): readonly Action[] {
  const free = service.deploymentId === undefined && !isInFlight(deployment);
  return free && queued?.status === 'QUEUED' ? [{ kind: 'executeChange', changeId: queued.changeId }] : [];
}

function retire(draft: Draft, { observed, alarmsDiffer }: Picture): readonly Action[] {
  const { name: service } = draft.service;
  const cause = changeCause(draft);
  const silence: readonly Action[] = alarmsDiffer ? [{ kind: 'removeAlarms', cause }] : [];
  if (observed.kind === 'missing') return silence;
  if (observed.status !== 'ACTIVE') return [];
  if (observed.desiredCount > 0)
    return [{ kind: 'setDesiredCount', request: { service, desiredCount: 0, cause } }];
  if (observed.runningCount + observed.pendingCount > 0) return [];
  return [...silence, { kind: 'remove', request: { service, cause } }];
}

/** A rollout that raises one of these alarms is rolled back by the platform. */
const ROLLBACK_ALARMS = ['5xx-high', 'p95-high', 'crash-loop'] as const;

function rollOutOf(draft: Draft, number: number, environment?: string): RollOut | undefined {
  const { service, deployment } = draft;
  const revision = revisionOf(draft, number);
  if (!revision) return undefined;
  const quiet = ROLLBACK_ALARMS.filter((kind) => service.alarms[kind] !== 'ALARM');
  return {
    service: service.name,
    generation: service.generation,
    content: revision.content,
    contentHash: revision.contentHash,
    strategy: isInFlight(deployment) ? deployment.strategy : service.spec.strategy,
    circuitBreaker: circuitBreakerFor(service.desiredCount),
    rollbackAlarms:
      environment === undefined ? [] : quiet.map((kind) => `hms/${environment}/${service.name}/${kind}`),
    cause: changeCause(draft),
  };
}

/** The Change that a rollout carries out: that of the deployment, else the last of the service. */
function changeCause(draft: Draft): Cause {
  const change = changeOf(draft);
  if (change && isInFlight(draft.deployment)) return { actor: change.requestedBy.sub, changeId: change.id };
  return { actor: ACTORS.reconciler.sub, changeId: draft.service.lastChangeId };
}
