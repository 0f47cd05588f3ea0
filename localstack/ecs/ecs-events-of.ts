import type { DeploymentState, ServiceState } from '../../adapters/embedded/cloud/fleet-state.ts';
import type { CloudEvent } from '../../adapters/embedded/cloud/scene.ts';
import { type EcsEvent, ecsEvent } from './ecs-event.ts';
import { lastOf } from './ecs-place.ts';
import type { ShownTask } from './show-task.ts';
import { allTasks, type TaskPlatform } from './task-operations.ts';

/**
 * Makes of the simulated cloud's hints the events that ECS sends. A hint says which service or job something happened to;
 * what happened is found by comparing its tasks with how they were told of last.
 */
export class EcsEvents {
  readonly #platform: TaskPlatform;
  readonly #told = new Map<string, { readonly status: string; readonly version: number }>();

  constructor(platform: TaskPlatform) {
    this.#platform = platform;
  }

  /** The events that a hint stands for; none for one that ECS does not send. */
  of(event: CloudEvent): readonly EcsEvent[] {
    switch (event.kind) {
      case 'alarm':
        return [];
      case 'run':
        return this.#moved(event.at, (task) => this.#jobOf(task) === event.service);
      case 'task':
        return this.#moved(event.at, ({ group }) => group === `service:${event.service}`);
      case 'deployment':
        return this.#ofDeployment(event, deploymentDetail);
      case 'hook':
        return this.#ofDeployment(event, (deployment) => hookDetail(this.#platform, deployment, event));
    }
  }

  #jobOf({ taskArn }: ShownTask): string | undefined {
    return this.#platform.runs.find(lastOf(taskArn))?.job;
  }

  /** The tasks that are in another state than they were told of last. */
  #moved(at: string, isMeant: (task: ShownTask) => boolean): readonly EcsEvent[] {
    return allTasks(this.#platform)
      .filter(isMeant)
      .flatMap((task) => {
        const last = this.#told.get(task.taskArn);
        const status = `${task.lastStatus} ${task.healthStatus}`;
        if (last?.status === status) return [];
        const version = (last?.version ?? 0) + 1;
        this.#told.set(task.taskArn, { status, version });
        const detail = { ...withIsoTimes(task), version, updatedAt: at };
        const what = { 'detail-type': 'ECS Task State Change', resources: [task.taskArn], detail } as const;
        return [ecsEvent(this.#platform.place, at, what)];
      });
  }

  #ofDeployment(
    { service: name, at, kind }: Exclude<CloudEvent, { kind: 'alarm' }>,
    detailOf: (deployment: DeploymentState, at: string) => EcsEvent['detail'],
  ): readonly EcsEvent[] {
    const { place, arns, services } = this.#platform;
    const service: ServiceState | undefined = services.find(name);
    if (!service?.deployment) return [];
    const detail = detailOf(service.deployment, at);
    const what =
      kind === 'hook'
        ? ({
            'detail-type': 'ECS Hook State Change',
            resources: [String(detail['serviceDeploymentArn'])],
          } as const)
        : ({ 'detail-type': 'ECS Deployment State Change', resources: [arns.service(name)] } as const);
    return [ecsEvent(place, at, { ...what, detail })];
  }
}

/** Source: Amazon ECS developer guide, "Amazon ECS service deployment state change events". */
function deploymentDetail({ id, status, reason, finishedMs }: DeploymentState, at: string) {
  const failed = ['STOPPED', 'ROLLBACK_FAILED', 'ROLLBACK_SUCCESSFUL'].includes(status);
  const ended = failed ? 'SERVICE_DEPLOYMENT_FAILED' : 'SERVICE_DEPLOYMENT_COMPLETED';
  const eventName = finishedMs === undefined ? 'SERVICE_DEPLOYMENT_IN_PROGRESS' : ended;
  const said = `ECS deployment ${id} ${finishedMs === undefined ? 'in progress' : 'completed'}.`;
  return {
    eventType: failed ? 'ERROR' : 'INFO',
    eventName,
    deploymentId: id,
    updatedAt: at,
    reason: reason === '' ? said : reason,
  };
}

/** Source: Amazon ECS developer guide, "Amazon ECS service deployment hook state change events". */
function hookDetail(
  { arns }: TaskPlatform,
  { id, hookId, stage, stageEndsMs }: DeploymentState,
  { service, at }: { readonly service: string; readonly at: string },
) {
  return {
    eventType: 'INFO',
    eventName: hookId === undefined ? 'HOOK_SUCCEEDED' : 'HOOK_AWAITING_ACTION',
    hookId: hookId ?? '',
    hookType: 'PAUSE',
    ...(hookId !== undefined && { expiresAt: new Date(stageEndsMs).toISOString() }),
    lifecycleStage: stage,
    clusterArn: arns.cluster,
    serviceArn: arns.service(service),
    serviceDeploymentArn: arns.serviceDeployment(service, id),
    updatedAt: at,
  };
}

/** Events have times as text where the API has numbers. Source: Amazon ECS developer guide, "Task state change events". */
function withIsoTimes(task: ShownTask): Readonly<Record<string, unknown>> {
  const entries = Object.entries(task).map(([key, value]) => [
    key,
    key.endsWith('At') && typeof value === 'number' ? new Date(value * 1_000).toISOString() : value,
  ]);
  return Object.fromEntries(entries);
}
