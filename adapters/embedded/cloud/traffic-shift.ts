import type { Strategy } from '../../../core/contract/service-spec.ts';
import { MS } from '../../../core/units.ts';
import { hexAt } from '../seeded-random.ts';
import { type DeploymentState, isLive, NEVER, type ServiceState } from './fleet-state.ts';
import { isSettledOn, servingOf } from './place-tasks.ts';
import type { Scene } from './scene.ts';

/** Time for the load balancer to take new weights. */
const TEST_SHIFT_SEC = 10;

/** A pause that nobody answers rolls back. Source: Amazon ECS developer guide, "Pause hooks", default timeout. */
const HOOK_TIMEOUT_HOURS = 24;

/** What a look at the stage led to. */
export type StageStep = 'waiting' | 'moved' | 'timed out' | 'done';

/**
 * Takes a canary, linear or blue/green rollout to its next lifecycle stage when the present one has ended:
 * `SCALE_UP -> TEST_TRAFFIC_SHIFT -> POST_TEST_TRAFFIC_SHIFT (pause) -> PRODUCTION_TRAFFIC_SHIFT -> BAKE_TIME ->
 * CLEAN_UP`. Source: Amazon ECS developer guide, "Lifecycle stages" of canary, linear and blue/green deployments.
 */
export function advanceStage(scene: Scene, service: ServiceState, deployment: DeploymentState): StageStep {
  switch (deployment.stage) {
    case 'SCALE_UP':
      return isScaledUp(service, deployment)
        ? enter(scene, deployment, { stage: 'TEST_TRAFFIC_SHIFT', forSec: TEST_SHIFT_SEC })
        : 'waiting';
    case 'CLEAN_UP':
      return isCleanedUp(service, deployment) ? 'done' : 'waiting';
    default:
      return deployment.stageEndsMs <= scene.nowMs ? afterTime(scene, service, deployment) : 'waiting';
  }
}

/** Lets a rollout that waits at a hook go on. */
export function passHook(scene: Scene, deployment: DeploymentState): void {
  delete deployment.hookId;
  deployment.stageEndsMs = scene.nowMs;
}

function afterTime(scene: Scene, service: ServiceState, deployment: DeploymentState): StageStep {
  switch (deployment.stage) {
    case 'TEST_TRAFFIC_SHIFT':
      return afterTest(scene, service, deployment);
    case 'POST_TEST_TRAFFIC_SHIFT':
      return deployment.hookId ? 'timed out' : shiftOn(scene, deployment);
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return deployment.shift < 1
        ? shiftOn(scene, deployment)
        : enter(scene, deployment, { stage: 'BAKE_TIME', forSec: bakeSec(deployment) });
    default:
      return enter(scene, deployment, { stage: 'CLEAN_UP', forSec: undefined });
  }
}

function afterTest(scene: Scene, service: ServiceState, deployment: DeploymentState): StageStep {
  const { strategy } = deployment;
  const pauses = strategy.kind === 'canary' && strategy.pause;
  if (pauses)
    deployment.hookId = `ecs-pause-${hexAt(scene.seed, `hook/${service.name}/${deployment.id}`, 24)}`;
  return enter(scene, deployment, {
    stage: 'POST_TEST_TRAFFIC_SHIFT',
    forSec: pauses ? HOOK_TIMEOUT_HOURS * 3_600 : 0,
  });
}

/** The next share of production traffic; each but the last is watched for the bake time. */
function shiftOn(scene: Scene, deployment: DeploymentState): StageStep {
  deployment.shift = nextShare(deployment.strategy, deployment.shift);
  const forSec = deployment.shift < 1 ? bakeSec(deployment) : 0;
  return enter(scene, deployment, { stage: 'PRODUCTION_TRAFFIC_SHIFT', forSec });
}

function nextShare(strategy: Strategy, share: number): number {
  if (strategy.kind === 'linear') return Math.min(1, Math.round(share * 100 + strategy.percent) / 100);
  return strategy.kind === 'canary' && share === 0 ? strategy.percent / 100 : 1;
}

function enter(
  scene: Scene,
  deployment: DeploymentState,
  { stage, forSec }: { readonly stage: string; readonly forSec: number | undefined },
): StageStep {
  deployment.stage = stage;
  deployment.stageEndsMs = forSec === undefined ? NEVER : scene.nowMs + forSec * MS.second;
  return 'moved';
}

function isScaledUp(service: ServiceState, { targetHash }: DeploymentState): boolean {
  const live = service.tasks.filter((task) => isLive(task) && task.contentHash === targetHash);
  return live.length >= service.desiredCount && servingOf(service, targetHash) >= service.desiredCount;
}

/** The old tasks are not only told to stop, they are gone. */
function isCleanedUp(service: ServiceState, { targetHash }: DeploymentState): boolean {
  const isAlone = service.tasks.every(({ contentHash }) => contentHash === targetHash);
  return isAlone && isSettledOn(service, targetHash);
}

function bakeSec({ strategy }: DeploymentState): number {
  return strategy.kind === 'rolling' ? 0 : strategy.bakeMin * 60;
}
