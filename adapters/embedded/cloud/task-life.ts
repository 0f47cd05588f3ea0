import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { MS } from '../../../core/units.ts';
import { unitAt } from '../seeded-random.ts';
import { behaviourOf } from './catalogue.ts';
import { definitionOf, NEVER, type ServiceState, type TaskState, type TaskStop } from './fleet-state.ts';
import type { ImageBehaviour } from './image-behaviour.ts';
import type { Scene } from './scene.ts';
import { secretExists } from './simulated-registry.ts';
import { STOPS } from './task-stops.ts';

/** From `PROVISIONING` (network interface) to `PENDING` (image and secrets). */
const PROVISION_SEC = 10;

/** How long ECS tries to get an image or a secret before it gives the task up. */
const GIVE_UP_SEC = 40;

/** Between the signal to stop and the end of the container. Source: ECS default `stopTimeout`, 30 s. */
const DRAIN_SEC = 30;

/** Failing checks after the grace period until a container is unhealthy: 3 retries every 10 s. */
const HEALTH_RETRIES_SEC = 30;

/** What a step of a task led to, for those who count failures. */
export type TaskNews = 'moved' | 'failed' | 'gone';

/** A new task of a revision, on its way up. */
export function newTask(
  service: ServiceState,
  facts: { id: string; contentHash: string; nowMs: number },
): TaskState {
  return {
    ...facts,
    deploymentId: service.deployment?.id ?? '',
    createdMs: facts.nowMs,
    status: 'PROVISIONING',
    healthy: false,
    startedMs: NEVER,
    step: 'pull',
    dueMs: facts.nowMs + PROVISION_SEC * MS.second,
  };
}

/** Does what is due for the task at `nowMs` and plans its next step. */
export function stepTask(
  service: ServiceState,
  task: TaskState,
  at: Pick<Scene, 'nowMs' | 'seed' | 'sidecars'>,
): TaskNews {
  const { content } = definitionOf(service, task.contentHash);
  const behaviour = behaviourOf(content.image);
  switch (task.step) {
    case 'pull':
      return pull(task, startDelayMs(behaviour, at.seed, task.id));
    case 'start':
      return start(service, task, { ...at, behaviour });
    case 'check-health':
      if (!at.sidecars.isReady(service.name, task.id)) return awaitSidecar(task, at.nowMs, content);
      return checkHealth(task, { behaviour, graceSec: content.healthCheck.graceSec });
    case 'exit':
      return fail(task, STOPS.exited(behaviour.exits?.code ?? 0));
    case 'stop':
      return 'gone';
    case 'none':
      task.dueMs = NEVER;
      return 'moved';
  }
}

/** Takes the task out of service; it ends after the drain time. */
export function drain(task: TaskState, stop: TaskStop, nowMs: number): void {
  const never = task.status !== 'RUNNING';
  task.status = 'DEACTIVATING';
  task.healthy = false;
  task.stop = stop;
  task.step = 'stop';
  task.dueMs = never ? nowMs : nowMs + DRAIN_SEC * MS.second;
}

/** Ends the task at once because it failed. */
export function fail(task: TaskState, stop: TaskStop): TaskNews {
  task.healthy = false;
  task.stop = stop;
  return 'failed';
}

function startDelayMs(behaviour: ImageBehaviour, seed: number, taskId: string): number {
  const [from, to] = behaviour.startSec;
  const jitter = unitAt(seed, `start/${taskId}`);
  const seconds = behaviour.startFailure === 'cannot-pull' ? GIVE_UP_SEC : from + (to - from) * jitter;
  return Math.round(seconds * MS.second);
}

function pull(task: TaskState, totalMs: number): TaskNews {
  task.status = 'PENDING';
  task.step = 'start';
  task.dueMs = task.createdMs + totalMs;
  return 'moved';
}

function start(
  service: ServiceState,
  task: TaskState,
  at: { nowMs: number; behaviour: ImageBehaviour },
): TaskNews {
  const { content } = definitionOf(service, task.contentHash);
  const missing = Object.values(content.secrets).find((arn) => !secretExists(arn));
  if (at.behaviour.startFailure === 'cannot-pull') return fail(task, STOPS.cannotPull(content.image));
  if (missing !== undefined) return fail(task, STOPS.secretMissing(missing));
  if (at.behaviour.startFailure === 'exec-format') return fail(task, STOPS.execFormat());
  task.status = 'RUNNING';
  task.startedMs = at.nowMs;
  planAfterStart(task, at.behaviour, content.healthCheck.graceSec);
  return 'moved';
}

function planAfterStart(task: TaskState, behaviour: ImageBehaviour, graceSec: number): void {
  const checkedSec = Math.min(behaviour.warmUpSec, graceSec + HEALTH_RETRIES_SEC);
  const exitSec = behaviour.exits?.afterSec ?? Number.POSITIVE_INFINITY;
  task.step = exitSec <= checkedSec ? 'exit' : 'check-health';
  task.dueMs = task.startedMs + Math.min(exitSec, checkedSec) * MS.second;
}

/** Between two health checks of a container. */
const CHECK_EVERY_SEC = 10;

/** A container that waits for what runs beside it answers its health check with an error, for as long as it may. */
function awaitSidecar(task: TaskState, nowMs: number, content: RevisionContent): TaskNews {
  const mostMs = (content.healthCheck.graceSec + HEALTH_RETRIES_SEC) * MS.second;
  if (nowMs - task.startedMs >= mostMs) return fail(task, STOPS.unhealthy());
  task.dueMs = nowMs + CHECK_EVERY_SEC * MS.second;
  return 'moved';
}

function checkHealth(task: TaskState, at: { behaviour: ImageBehaviour; graceSec: number }): TaskNews {
  if (at.behaviour.warmUpSec > at.graceSec + HEALTH_RETRIES_SEC) return fail(task, STOPS.unhealthy());
  task.healthy = true;
  const { exits } = at.behaviour;
  task.step = exits ? 'exit' : 'none';
  task.dueMs = exits ? task.startedMs + exits.afterSec * MS.second : NEVER;
  return 'moved';
}
