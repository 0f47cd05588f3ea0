import type { DevCloud } from '../../../core/contract/dev.ts';
import type {
  ObservedDeployment,
  ObservedService,
  RunningTask,
  StoppedTask,
} from '../../../core/fleet/compute.ts';
import { MS } from '../../../core/units.ts';
import {
  type DeploymentState,
  definitionOf,
  isServing,
  type ServiceState,
  type TaskState,
} from './fleet-state.ts';
import { servingOf } from './place-tasks.ts';

/** Stopped tasks are shown for an hour, at most 20. Source: Amazon ECS `DescribeTasks` keeps stopped tasks 1 h. */
const STOPPED_SHOWN = { forMs: MS.hour, most: 20 } as const;

/** What `DescribeServices`, `DescribeServiceDeployments` and `DescribeTasks` tell of a service. */
export function observeService(service: ServiceState, nowMs: number): ObservedService {
  const { name, status } = service;
  if (status === 'INACTIVE') return { kind: 'missing', name };
  const definition = definitionOf(service, service.contentHash);
  return {
    kind: 'present',
    name,
    status,
    generation: service.generation,
    desiredCount: service.desiredCount,
    ...countsOf(service),
    contentHash: service.contentHash,
    content: definition.content,
    setBy: { desiredCount: service.desiredSetBy, content: definition.setBy },
    healthyByContent: healthyByContent(service),
    ...(service.deployment && { deployment: observeDeployment(service, service.deployment) }),
    stoppedTasks: latelyStopped(service, nowMs),
  };
}

/** The service as `GET /dev/cloud` shows it: its tasks, then those that stopped within the hour, newest first. */
export function showService(service: ServiceState, nowMs: number): DevCloud['services'][number] {
  const { name, status, desiredCount, tags } = service;
  const taskDefinition = revisionName(service, service.contentHash);
  const tasks = [
    ...service.tasks.map((task) => showTask(service, task)),
    ...latelyStopped(service, nowMs).map((task) => showStopped(service, task)),
  ];
  return { name, status, desiredCount, ...countsOf(service), taskDefinition, tags, tasks };
}

/** The tasks that run now, as `ListTasks` with `DescribeTasks` tells. */
export function runningTasks(service: ServiceState | undefined): readonly RunningTask[] {
  return (service?.tasks ?? [])
    .filter(({ status }) => status === 'RUNNING')
    .map(({ id, startedMs }) => ({
      service: service?.name ?? '',
      id,
      startedAt: new Date(startedMs).toISOString(),
    }));
}

function latelyStopped({ stopped }: ServiceState, nowMs: number): readonly StoppedTask[] {
  return stopped
    .filter(({ stoppedAt }) => nowMs - Date.parse(stoppedAt) < STOPPED_SHOWN.forMs)
    .slice(0, STOPPED_SHOWN.most);
}

function countsOf(service: ServiceState): { runningCount: number; pendingCount: number } {
  const runningCount = service.tasks.filter(({ status }) => status === 'RUNNING').length;
  const pendingCount = service.tasks.filter(({ status }) => isPending(status)).length;
  return { runningCount, pendingCount };
}

function isPending(status: TaskState['status']): boolean {
  return status === 'PROVISIONING' || status === 'PENDING';
}

function healthyByContent(service: ServiceState): Readonly<Record<string, number>> {
  const hashes = new Set(service.tasks.filter(isServing).map(({ contentHash }) => contentHash));
  return Object.fromEntries([...hashes].map((hash) => [hash, servingOf(service, hash)]));
}

function observeDeployment(service: ServiceState, deployment: DeploymentState): ObservedDeployment {
  const { id, status, reason, stage, targetHash, startedMs, finishedMs, failedTasks, hookId } = deployment;
  return {
    id,
    status,
    statusReason: reason,
    stage,
    targetContentHash: targetHash,
    startedAt: new Date(startedMs).toISOString(),
    ...(finishedMs !== undefined && { finishedAt: new Date(finishedMs).toISOString() }),
    failedTasks,
    healthyTasks: servingOf(service, targetHash),
    ...(hookId !== undefined && { pausedHookId: hookId }),
  };
}

function showTask(service: ServiceState, task: TaskState): DevCloud['services'][number]['tasks'][number] {
  return {
    id: task.id,
    revision: revisionName(service, task.contentHash),
    lastStatus: task.status,
    healthStatus: task.healthy ? 'HEALTHY' : 'UNKNOWN',
    ...(task.status === 'RUNNING' && { startedAt: new Date(task.startedMs).toISOString() }),
    ...(task.stop && { stoppedReason: task.stop.stoppedReason }),
  };
}

function showStopped(service: ServiceState, task: StoppedTask): ReturnType<typeof showTask> {
  const { id, contentHash, stoppedReason, exitCode } = task;
  const revision = revisionName(service, contentHash);
  const end = { stoppedReason, ...(exitCode !== undefined && { exitCode }) };
  return { id, revision, lastStatus: 'STOPPED', healthStatus: 'UNKNOWN', ...end };
}

function revisionName(service: ServiceState, contentHash: string): string {
  return `${service.name}:${definitionOf(service, contentHash).revision}`;
}
