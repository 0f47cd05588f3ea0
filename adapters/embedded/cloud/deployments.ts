import type { RollOut } from '../../../core/fleet/compute.ts';
import { clamp } from '../../../core/units.ts';
import { hexAt } from '../seeded-random.ts';
import {
  type DeploymentState,
  inFlight,
  isRollingBack,
  NEVER,
  registerDefinition,
  type ServiceState,
  type TaskState,
} from './fleet-state.ts';
import { isSettledOn, shiftsTraffic } from './place-tasks.ts';
import { hint, type Scene } from './scene.ts';
import { advanceStage } from './traffic-shift.ts';

/** Bounds of a percentage threshold. Source: Amazon ECS API reference, `ServiceDeploymentCircuitBreaker.threshold`. */
const BREAKER_BOUNDS = { min: 3, max: 200 } as const;

type Order = Pick<RollOut, 'content' | 'contentHash' | 'strategy' | 'circuitBreaker' | 'rollbackAlarms'>;

/**
 * Makes a new deployment the PRIMARY one. One in flight is stopped: its tasks drain as the new ones come up, and the
 * source stays the revision whose rollout last completed.
 */
export function beginDeployment(
  scene: Scene,
  service: ServiceState,
  { order, actor, ignoredAlarms }: { order: Order; actor: string; ignoredAlarms: readonly string[] },
): void {
  registerDefinition(service, { contentHash: order.contentHash, content: order.content, setBy: actor });
  service.made.deployments += 1;
  service.contentHash = order.contentHash;
  service.launchesHalted = false;
  delete service.throttles[order.contentHash];
  service.deployment = {
    id: `ecs-svc/${hexAt(scene.seed, `deployment/${service.name}/${service.made.deployments}`, 16)}`,
    status: 'IN_PROGRESS',
    reason: '',
    stage: '',
    strategy: order.strategy,
    targetHash: order.contentHash,
    sourceHash: service.completedHash,
    sourceCount: service.desiredCount,
    startedMs: scene.nowMs,
    failedTasks: 0,
    rollbackFailures: 0,
    circuitBreaker: order.circuitBreaker,
    rollbackAlarms: order.rollbackAlarms,
    ignoredAlarms,
    shift: 0,
    stageEndsMs: NEVER,
  };
  if (shiftsTraffic(service.deployment)) service.deployment.stage = 'SCALE_UP';
  hint(scene, 'deployment', service.name);
}

/**
 * Counts a task that failed by itself. At the threshold the circuit breaker rolls back to the source, or, where no
 * rollout ever completed, stops the deployment and launches nothing more.
 */
export function countFailure(scene: Scene, service: ServiceState, task: TaskState): void {
  const deployment = inFlight(service);
  if (!deployment) return;
  if (isRollingBack(deployment)) countRollbackFailure(scene, service, task);
  else if (task.contentHash === deployment.targetHash) countTargetFailure(scene, service, deployment);
}

function countTargetFailure(scene: Scene, service: ServiceState, deployment: DeploymentState): void {
  deployment.failedTasks += 1;
  if (deployment.failedTasks >= thresholdOf(deployment, service.desiredCount))
    rollBack(
      scene,
      service,
      'Service deployment failed: ECS deployment circuit breaker: tasks failed to start.',
    );
}

/** Sends the rollout in flight back to its source. @param reason becomes its status reason. */
export function rollBack(scene: Scene, service: ServiceState, reason: string): void {
  const deployment = inFlight(service);
  if (!deployment || isRollingBack(deployment)) return;
  deployment.reason = reason;
  deployment.shift = 0;
  deployment.stage = '';
  deployment.stageEndsMs = NEVER;
  delete deployment.hookId;
  if (deployment.sourceHash === undefined) {
    haltFirst(scene, service, deployment);
    return;
  }
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  service.contentHash = deployment.sourceHash;
  service.launchesHalted = false;
  hint(scene, 'deployment', service.name);
}

/** Ends the rollout in flight where it stands: its service is being deleted. */
export function abandon(scene: Scene, service: ServiceState): void {
  if (inFlight(service)) finish(scene, service, 'STOPPED');
}

/** Takes the rollout one step on if it can. @returns whether something changed, so that tasks must be placed again. */
export function progress(scene: Scene, service: ServiceState): boolean {
  const deployment = inFlight(service);
  if (!deployment) return false;
  if (isRollingBack(deployment)) return finishWhenSettled(scene, service, 'ROLLBACK_SUCCESSFUL');
  if (!shiftsTraffic(deployment)) return finishWhenSettled(scene, service, 'SUCCESSFUL');
  const step = advanceStage(scene, service, deployment);
  if (step === 'timed out')
    rollBack(scene, service, 'Service deployment rolled back because a pause hook timed out.');
  if (step === 'done') finish(scene, service, 'SUCCESSFUL');
  if (step !== 'waiting') hint(scene, deployment.hookId ? 'hook' : 'deployment', service.name);
  return step !== 'waiting';
}

function finishWhenSettled(
  scene: Scene,
  service: ServiceState,
  status: 'SUCCESSFUL' | 'ROLLBACK_SUCCESSFUL',
) {
  if (!isSettledOn(service, service.contentHash)) return false;
  finish(scene, service, status);
  return true;
}

function finish(scene: Scene, service: ServiceState, status: DeploymentState['status']): void {
  const { deployment } = service;
  if (!deployment) return;
  deployment.status = status;
  deployment.finishedMs = scene.nowMs;
  deployment.stage = '';
  deployment.stageEndsMs = NEVER;
  if (status === 'SUCCESSFUL') service.completedHash = deployment.targetHash;
  hint(scene, 'deployment', service.name);
}

function haltFirst(scene: Scene, service: ServiceState, deployment: DeploymentState): void {
  deployment.reason += ' No rollback candidate was found to run the rollback.';
  service.launchesHalted = true;
  finish(scene, service, 'STOPPED');
}

function countRollbackFailure(scene: Scene, service: ServiceState, task: TaskState): void {
  const { deployment } = service;
  if (!deployment || task.contentHash !== deployment.sourceHash) return;
  deployment.rollbackFailures += 1;
  if (deployment.rollbackFailures < thresholdOf(deployment, service.desiredCount)) return;
  deployment.reason =
    'Rollback failed: ECS deployment circuit breaker: tasks of the source revision failed to start.';
  finish(scene, service, 'ROLLBACK_FAILED');
}

/** Source of the percentage rule: Amazon ECS API reference, `ThresholdConfiguration`. */
function thresholdOf({ circuitBreaker }: DeploymentState, desired: number): number {
  const { thresholdType, threshold } = circuitBreaker;
  if (thresholdType === 'COUNT') return threshold;
  return clamp(Math.ceil((threshold / 100) * desired), BREAKER_BOUNDS.min, BREAKER_BOUNDS.max);
}
