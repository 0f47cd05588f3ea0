import { isLive, type ServiceState } from '../../adapters/embedded/cloud/fleet-state.ts';
import type { EcsArns } from './ecs-place.ts';
import type { ServiceBook } from './service-book.ts';

/** What is needed to show what the simulated cloud has as ECS shows it. */
export interface Shown {
  readonly arns: EcsArns;
  readonly services: ServiceBook;
}

/** Seconds since 1970, as AWS JSON has times. */
export function seconds(ms: number): number {
  return ms / 1_000;
}

/** A service as DescribeServices tells of it. Source: Amazon ECS API reference, `Service`. */
export function showService({ arns, services }: Shown, service: ServiceState) {
  const { createdMs, tags, settings } = services.record(service.name);
  const { running, pending } = counted(service, () => true);
  return {
    serviceArn: arns.service(service.name),
    serviceName: service.name,
    clusterArn: arns.cluster,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: running,
    pendingCount: pending,
    launchType: 'FARGATE',
    schedulingStrategy: 'REPLICA',
    taskDefinition: services.definition(service, service.contentHash).arn,
    deploymentConfiguration: settings,
    deployments: service.status === 'INACTIVE' ? [] : deployments({ arns, services }, service),
    createdAt: seconds(createdMs),
    tags: [...tags].map(([key, value]) => ({ key, value })),
  };
}

/** The PRIMARY deployment brings the content that the service is set to; whatever else runs is ACTIVE until it is gone. */
function deployments(shown: Shown, service: ServiceState): readonly object[] {
  const { deployment } = service;
  const others = new Set(service.tasks.map(({ contentHash }) => contentHash));
  others.delete(service.contentHash);
  const failed = deployment?.status === 'STOPPED' || deployment?.status === 'ROLLBACK_FAILED';
  const ended = failed ? 'FAILED' : 'COMPLETED';
  const primary = {
    ...oneDeployment(shown, service, service.contentHash),
    status: 'PRIMARY',
    failedTasks: deployment?.failedTasks ?? 0,
    rolloutState: deployment?.finishedMs === undefined ? 'IN_PROGRESS' : ended,
    rolloutStateReason: deployment?.reason ?? '',
  };
  const active = [...others].map((contentHash) => ({
    ...oneDeployment(shown, service, contentHash),
    status: 'ACTIVE',
  }));
  return [primary, ...active];
}

function oneDeployment({ services }: Shown, service: ServiceState, contentHash: string) {
  const { deployment } = service;
  const { running, pending } = counted(service, (task) => task.contentHash === contentHash);
  const isTarget = deployment?.targetHash === contentHash;
  return {
    id: isTarget ? deployment.id : `${deployment?.id}-${contentHash.slice(0, 8)}`,
    taskDefinition: services.definition(service, contentHash).arn,
    desiredCount: contentHash === service.contentHash ? service.desiredCount : 0,
    runningCount: running,
    pendingCount: pending,
    createdAt: seconds(deployment?.startedMs ?? 0),
    updatedAt: seconds(deployment?.finishedMs ?? deployment?.startedMs ?? 0),
    launchType: 'FARGATE',
  };
}

function counted(service: ServiceState, matches: (task: ServiceState['tasks'][number]) => boolean) {
  const tasks = service.tasks.filter((task) => isLive(task) && matches(task));
  const running = tasks.filter(({ status }) => status === 'RUNNING').length;
  return { running, pending: tasks.length - running };
}

/** A service deployment as DescribeServiceDeployments tells of it. Source: API reference, `ServiceDeployment`. */
export function showDeployment({ arns }: Shown, service: ServiceState) {
  const { deployment } = service;
  if (!deployment) return undefined;
  const { id, status, reason, startedMs, finishedMs, failedTasks, sourceHash, hookId } = deployment;
  const revision = (contentHash: string) =>
    arns.serviceRevision(service.name, service.definitions[contentHash]?.revision ?? 0);
  return {
    serviceDeploymentArn: arns.serviceDeployment(service.name, id),
    serviceArn: arns.service(service.name),
    clusterArn: arns.cluster,
    createdAt: seconds(startedMs),
    startedAt: seconds(startedMs),
    ...(finishedMs !== undefined && { finishedAt: seconds(finishedMs) }),
    updatedAt: seconds(finishedMs ?? startedMs),
    sourceServiceRevisions: sourceHash === undefined ? [] : [{ arn: revision(sourceHash) }],
    targetServiceRevision: { arn: revision(deployment.targetHash) },
    status,
    statusReason: reason,
    ...(deployment.stage !== '' && { lifecycleStage: deployment.stage }),
    lifecycleHookDetails: hookId === undefined ? [] : [hookDetail(hookId, deployment.stageEndsMs)],
    deploymentCircuitBreaker: { status: 'MONITORING', failureCount: failedTasks },
  };
}

/** Source: Amazon ECS API reference, `DeploymentLifecycleHookDetail`. */
function hookDetail(hookId: string, expiresMs: number) {
  const status = 'AWAITING_ACTION';
  return { hookId, targetType: 'PAUSE', status, expiresAt: seconds(expiresMs), timeoutAction: 'ROLLBACK' };
}
