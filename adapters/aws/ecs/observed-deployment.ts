import type { Deployment, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { ObservedDeployment } from '../../../core/fleet/compute.ts';

/** What has to be known beside a deployment to tell of it. */
interface Counted {
  readonly contentHash: string;
  readonly healthyTasks: number;
  readonly failedTasks?: number | undefined;
}

/** A service deployment as ECS tells of it. Pure. */
export function fromServiceDeployment(
  deployment: ServiceDeployment,
  { contentHash, healthyTasks, failedTasks }: Counted,
): ObservedDeployment {
  const { startedAt, createdAt, finishedAt, lifecycleHookDetails = [] } = deployment;
  const paused = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')?.hookId;
  return {
    id: deployment.serviceDeploymentArn ?? '',
    status: deployment.status ?? 'PENDING',
    statusReason: deployment.statusReason ?? '',
    stage: deployment.lifecycleStage ?? '',
    targetContentHash: contentHash,
    startedAt: (startedAt ?? createdAt ?? new Date(0)).toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
    failedTasks: deployment.deploymentCircuitBreaker?.failureCount ?? failedTasks ?? 0,
    healthyTasks,
    ...(paused !== undefined && { pausedHookId: paused }),
  };
}

const STATUSES: Readonly<Record<string, ObservedDeployment['status']>> = {
  COMPLETED: 'SUCCESSFUL',
  FAILED: 'STOPPED',
  IN_PROGRESS: 'IN_PROGRESS',
};

/**
 * A PRIMARY deployment as one: all there is where service deployments are not told, and enough where a service is
 * settled. A rollout that ended is told by its end alone. Pure.
 */
export function fromPrimary(
  primary: Deployment | undefined,
  { contentHash, healthyTasks }: Counted,
): ObservedDeployment | undefined {
  if (!primary) return undefined;
  const { id = '', rolloutState, rolloutStateReason, createdAt, updatedAt, failedTasks } = primary;
  const status = STATUSES[rolloutState ?? ''] ?? 'IN_PROGRESS';
  return {
    id,
    status,
    statusReason: rolloutStateReason ?? '',
    stage: '',
    targetContentHash: contentHash,
    startedAt: (createdAt ?? new Date(0)).toISOString(),
    ...(status !== 'IN_PROGRESS' && updatedAt && { finishedAt: updatedAt.toISOString() }),
    failedTasks: failedTasks ?? 0,
    healthyTasks,
  };
}
