import type { ServiceState, TaskState } from '../../adapters/embedded/cloud/fleet-state.ts';
import type { RunTaskState } from '../../adapters/embedded/cloud/task-runner.ts';
import type { StoppedTask } from '../../core/fleet/compute.ts';
import type { StoredDefinition } from './definition-book.ts';
import type { RunRecord } from './run-book.ts';
import { type Shown, seconds } from './show-service.ts';

/** What all tasks have in common. Source: Amazon ECS API reference, `Task`. */
interface Facts {
  readonly id: string;
  readonly group: string;
  readonly startedBy: string;
  readonly definition: StoredDefinition;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly healthStatus?: string;
  readonly createdMs?: number;
  readonly startedMs?: number;
  readonly stop?: {
    readonly stopCode: string;
    readonly stoppedReason: string;
    readonly exitCode?: number | undefined;
  };
  readonly stoppedMs?: number;
}

/** A task as DescribeTasks and events tell of it. */
export type ShownTask = ReturnType<typeof showTask>;

function showTask({ arns }: Pick<Shown, 'arns'>, facts: Facts) {
  const { definition, stop, createdMs, startedMs, stoppedMs, healthStatus = 'UNKNOWN' } = facts;
  const [main] = definition.registration.containerDefinitions;
  const taskArn = arns.task(facts.id);
  return {
    taskArn,
    clusterArn: arns.cluster,
    taskDefinitionArn: definition.arn,
    group: facts.group,
    startedBy: facts.startedBy,
    launchType: 'FARGATE',
    cpu: definition.registration.cpu,
    memory: definition.registration.memory,
    lastStatus: facts.lastStatus,
    desiredStatus: facts.desiredStatus,
    healthStatus,
    containers: [
      {
        taskArn,
        name: main?.name ?? '',
        image: main?.image ?? '',
        lastStatus: facts.lastStatus,
        healthStatus,
        ...(stop?.exitCode !== undefined && { exitCode: stop.exitCode }),
      },
    ],
    ...(createdMs !== undefined && { createdAt: seconds(createdMs) }),
    ...(startedMs !== undefined && { startedAt: seconds(startedMs) }),
    ...(stoppedMs !== undefined && { stoppedAt: seconds(stoppedMs) }),
    ...(stop && { stopCode: stop.stopCode, stoppedReason: stop.stoppedReason }),
  };
}

/** The tasks of a service: those that run or come up, those that go, and those that have stopped. */
export function tasksOfService(shown: Shown, service: ServiceState): readonly ShownTask[] {
  return [
    ...service.tasks.map((task) => liveTask(shown, service, task)),
    ...service.stopped.map((task) => stoppedTask(shown, service, task)),
  ];
}

function liveTask(shown: Shown, service: ServiceState, task: TaskState): ShownTask {
  const { id, status, healthy, createdMs, startedMs, contentHash } = task;
  return showTask(shown, {
    id,
    ...ofService(shown, service, contentHash),
    startedBy: task.deploymentId,
    lastStatus: status,
    desiredStatus: status === 'DEACTIVATING' ? 'STOPPED' : 'RUNNING',
    healthStatus: healthy ? 'HEALTHY' : 'UNKNOWN',
    createdMs,
    ...(startedMs < Number.MAX_SAFE_INTEGER && { startedMs }),
  });
}

function stoppedTask(shown: Shown, service: ServiceState, task: StoppedTask): ShownTask {
  return showTask(shown, {
    id: task.id,
    ...ofService(shown, service, task.contentHash),
    startedBy: service.deployment?.id ?? '',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    stop: task,
    stoppedMs: Date.parse(task.stoppedAt),
  });
}

function ofService({ services }: Shown, service: ServiceState, contentHash: string) {
  return { group: `service:${service.name}`, definition: services.definition(service, contentHash) };
}

/** A task that was started by RunTask. */
export function taskOfRun(shown: Shown, { definition, ...run }: RunRecord, state: RunTaskState): ShownTask {
  const { status, stop, stoppedMs } = state;
  return showTask(shown, {
    id: run.taskId,
    group: `family:${definition.family}`,
    startedBy: run.startedBy,
    definition,
    lastStatus: status,
    desiredStatus: status === 'STOPPED' || state.step === 'stop' ? 'STOPPED' : 'RUNNING',
    createdMs: run.createdMs,
    ...(stop && status === 'STOPPED' && { stop, stoppedMs }),
  });
}
