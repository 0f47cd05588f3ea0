import type { RevisionContent, Strategy } from '../../../core/contract/service-spec.ts';
import { OpsError } from '../../../core/errors.ts';
import type { ObservedDeployment, RollOut, StoppedTask } from '../../../core/fleet/compute.ts';

/** An instant that never comes; a number, so that state survives JSON. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** Last status of a task, as ECS names them. `DEACTIVATING`: takes no requests any more, not yet stopped. */
export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEACTIVATING';

/** How and why a task ends. Codes and texts are those of ECS. */
export interface TaskStop {
  readonly stopCode:
    | 'TaskFailedToStart'
    | 'EssentialContainerExited'
    | 'ServiceSchedulerInitiated'
    | 'UserInitiated'
    | 'TerminationNotice';
  readonly stoppedReason: string;
  readonly exitCode?: number;
}

/** What happens to a task at `dueMs`. */
export type TaskStep = 'pull' | 'start' | 'check-health' | 'exit' | 'stop' | 'none';

export interface TaskState {
  readonly id: string;
  readonly contentHash: string;
  readonly deploymentId: string;
  readonly createdMs: number;
  status: TaskStatus;
  healthy: boolean;
  startedMs: number;
  step: TaskStep;
  dueMs: number;
  stop?: TaskStop;
}

export interface TaskDefinition {
  readonly contentHash: string;
  readonly revision: number;
  readonly content: RevisionContent;
  /** Who last made this what the service shall run. */
  setBy: string;
}

/** A rollout and how far it has come. */
export interface DeploymentState {
  readonly id: string;
  status: ObservedDeployment['status'];
  reason: string;
  stage: string;
  readonly strategy: Strategy;
  readonly targetHash: string;
  readonly sourceHash: string | undefined;
  /** Tasks the service wanted when the rollout began: lost source tasks are replaced up to this. */
  readonly sourceCount: number;
  readonly startedMs: number;
  finishedMs?: number;
  failedTasks: number;
  /** Failed tasks of the source since the rollback began. */
  rollbackFailures: number;
  readonly circuitBreaker: RollOut['circuitBreaker'];
  readonly rollbackAlarms: readonly string[];
  /** Alarms that were in ALARM when the rollout began; ECS does not look at them during it. */
  readonly ignoredAlarms: readonly string[];
  /** Share of production traffic on the target, 0..1; means nothing for a rolling update. */
  shift: number;
  hookId?: string;
  /** When the present stage ends by itself. */
  stageEndsMs: number;
}

/** A service of the cluster. Plain data: it is saved as it stands. */
export interface ServiceState {
  readonly name: string;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  tags: Record<string, string>;
  generation: number;
  /** What the last accepted rollout asked for, so that repeating it does nothing. */
  requested: { readonly generation: number; readonly contentHash: string };
  desiredCount: number;
  desiredSetBy: string;
  /** The task definition that the service is set to. */
  contentHash: string;
  /** The last one whose rollout completed: where a rollback goes. */
  completedHash: string | undefined;
  /** After a failed first rollout ECS launches no more tasks until the next one. */
  launchesHalted: boolean;
  readonly definitions: Record<string, TaskDefinition>;
  tasks: TaskState[];
  /** Newest first. */
  stopped: StoppedTask[];
  deployment: DeploymentState | undefined;
  readonly throttles: Record<string, { failures: number; untilMs: number }>;
  /** Counts what was made so far, so that ids never repeat. */
  readonly made: { tasks: number; deployments: number };
  /** Whether a task was ever healthy: before that nobody sends requests. */
  opened: boolean;
  /** Requests a second at factor 1 where no workload is given for the service. */
  readonly ordinaryRps: number;
  dueMs: number;
}

/** Whether the task runs or comes up, and is not on its way out. */
export function isLive(task: TaskState): boolean {
  return task.status !== 'DEACTIVATING';
}

/** Whether requests reach the task. */
export function isServing(task: TaskState): boolean {
  return task.status === 'RUNNING' && task.healthy;
}

/** The rollout that ECS is at work on, or undefined. */
export function inFlight(service: ServiceState): DeploymentState | undefined {
  const { deployment } = service;
  return deployment && deployment.finishedMs === undefined ? deployment : undefined;
}

/** Whether the rollout is on its way back to its source. */
export function isRollingBack(deployment: DeploymentState): boolean {
  return deployment.status === 'ROLLBACK_IN_PROGRESS';
}

/** The content of a revision of the service; every hash in its state has one. */
export function definitionOf(service: ServiceState, contentHash: string): TaskDefinition {
  const definition = service.definitions[contentHash];
  if (!definition)
    throw new OpsError('internal.error', `No task definition ${contentHash} in family ${service.name}.`, {
      remedy: 'The saved state of the simulated cloud is broken; start with a new data directory.',
    });
  return definition;
}

/** Registers `content` under its hash; the same content keeps its revision number. */
export function registerDefinition(
  service: Pick<ServiceState, 'definitions'>,
  definition: { readonly contentHash: string; readonly content: RevisionContent; readonly setBy: string },
): void {
  const known = service.definitions[definition.contentHash];
  if (known) known.setBy = definition.setBy;
  else
    service.definitions[definition.contentHash] = {
      ...definition,
      revision: Object.keys(service.definitions).length + 1,
    };
}
