import { hexAt } from '../seeded-random.ts';
import {
  type DeploymentState,
  inFlight,
  isLive,
  isRollingBack,
  isServing,
  type ServiceState,
  type TaskState,
} from './fleet-state.ts';
import { hint, type Scene } from './scene.ts';
import { drain, newTask } from './task-life.ts';
import { STOPS } from './task-stops.ts';

/** Which revision shall run, and how many tasks of others stay until it can carry the load. */
interface Goal {
  readonly primary: string;
  /** The revision whose lost tasks are replaced meanwhile. */
  readonly spare: string | undefined;
  /** Tasks of other revisions to keep. */
  readonly keep: number;
  /** Lost tasks of the spare revision are replaced up to this. */
  readonly restore: number;
}

/**
 * Starts and stops tasks as the ECS service scheduler does: `desiredCount` tasks of the primary revision, never more
 * than 200 % of it in all, and no healthy task is stopped while fewer than 100 % of it would stay healthy.
 * Source: Amazon ECS developer guide, "Rolling update", minimumHealthyPercent 100 and maximumPercent 200.
 */
export function placeTasks(scene: Scene, service: ServiceState): void {
  const goal = goalOf(service);
  stopSurplus(scene, service, goal);
  stopOthers(scene, service, goal);
  if (!service.launchesHalted) launch(scene, service, goal);
}

/** Tasks of `contentHash` that take requests. */
export function servingOf(service: ServiceState, contentHash: string): number {
  return count(service, (task) => isServing(task) && task.contentHash === contentHash);
}

/** Whether the service runs `desiredCount` healthy tasks of `contentHash` and nothing else. */
export function isSettledOn(service: ServiceState, contentHash: string): boolean {
  const live = service.tasks.filter(isLive);
  return (
    live.length === service.desiredCount &&
    live.every((task) => isServing(task) && task.contentHash === contentHash)
  );
}

/** Whether the rollout shifts traffic between two whole sets of tasks, rather than replacing task by task. */
export function shiftsTraffic({ strategy, sourceHash, targetHash }: DeploymentState): boolean {
  return strategy.kind !== 'rolling' && sourceHash !== undefined && sourceHash !== targetHash;
}

function goalOf(service: ServiceState): Goal {
  const deployment = inFlight(service);
  const desired = service.desiredCount;
  if (!deployment) return { primary: service.contentHash, spare: undefined, keep: 0, restore: 0 };
  const { targetHash, sourceHash } = deployment;
  if (isRollingBack(deployment)) {
    const primary = sourceHash ?? service.contentHash;
    return { primary, spare: undefined, keep: desired - servingOf(service, primary), restore: 0 };
  }
  const keep = shiftsTraffic(deployment)
    ? keptBeside(deployment, desired)
    : desired - servingOf(service, targetHash);
  const restore = shiftsTraffic(deployment) ? keep : Math.min(keep, deployment.sourceCount);
  const spare = sourceHash === targetHash ? undefined : sourceHash;
  return { primary: targetHash, spare, keep, restore };
}

function keptBeside(deployment: DeploymentState, desired: number): number {
  return deployment.stage === 'CLEAN_UP' ? 0 : desired;
}

/** Too many of the primary revision: scale in, tasks that do not serve first, then the newest. */
function stopSurplus(scene: Scene, service: ServiceState, goal: Goal): void {
  const mine = service.tasks.filter((task) => isLive(task) && task.contentHash === goal.primary);
  const surplus = mine.length - service.desiredCount;
  if (surplus > 0) stop(scene, service, leastUseful(mine, goal).slice(0, surplus));
}

function stopOthers(scene: Scene, service: ServiceState, goal: Goal): void {
  const others = service.tasks.filter((task) => isLive(task) && task.contentHash !== goal.primary);
  if (others.length === 0) return;
  const worthless = others.filter((task) => !isServing(task) && task.contentHash !== goal.spare);
  stop(scene, service, worthless);
  const kept = leastUseful(
    others.filter((task) => !worthless.includes(task)),
    goal,
  );
  for (const task of kept.slice(0, Math.max(0, kept.length - Math.max(0, goal.keep))))
    if (!isServing(task) || count(service, isServing) > service.desiredCount) stop(scene, service, [task]);
}

function leastUseful(tasks: readonly TaskState[], goal: Goal): readonly TaskState[] {
  const rank = (task: TaskState) => (isServing(task) ? 2 : 0) + (task.contentHash === goal.spare ? 1 : 0);
  return [...tasks].reverse().sort((a, b) => rank(a) - rank(b) || b.createdMs - a.createdMs);
}

function launch(scene: Scene, service: ServiceState, goal: Goal): void {
  // Whatever serves beside the primary counts: a task started where another is stopped would be stopped at once.
  const beside = count(service, (task) => isLive(task) && task.contentHash !== goal.primary);
  const lost = goal.spare === undefined ? 0 : goal.restore - beside;
  if (goal.spare !== undefined) launchUpTo(scene, service, { contentHash: goal.spare, wanted: lost });
  const wanted = service.desiredCount - liveOf(service, goal.primary);
  launchUpTo(scene, service, { contentHash: goal.primary, wanted });
}

function launchUpTo(
  scene: Scene,
  service: ServiceState,
  { contentHash, wanted }: { readonly contentHash: string; readonly wanted: number },
): void {
  if ((service.throttles[contentHash]?.untilMs ?? 0) > scene.nowMs) return;
  const room = 2 * service.desiredCount - count(service, isLive);
  for (let i = 0; i < Math.min(wanted, room); i += 1) {
    service.made.tasks += 1;
    const id = hexAt(scene.seed, `task/${service.name}/${service.made.tasks}`, 32);
    service.tasks.push(newTask(service, { id, contentHash, nowMs: scene.nowMs }));
  }
}

function stop(scene: Scene, service: ServiceState, tasks: readonly TaskState[]): void {
  for (const task of tasks) drain(task, STOPS.scaledIn(task.deploymentId), scene.nowMs);
  if (tasks.length > 0) hint(scene, 'task', service.name);
}

function liveOf(service: ServiceState, contentHash: string): number {
  return count(service, (task) => isLive(task) && task.contentHash === contentHash);
}

function count(service: ServiceState, matches: (task: TaskState) => boolean): number {
  let found = 0;
  for (const task of service.tasks) if (matches(task)) found += 1;
  return found;
}
