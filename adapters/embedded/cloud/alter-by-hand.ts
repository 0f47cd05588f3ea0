import type * as z from 'zod';
import type { DevCloudRequest } from '../../../core/contract/dev.ts';
import { OpsError } from '../../../core/errors.ts';
import { circuitBreakerFor } from '../../../core/fleet/circuit-breaker.ts';
import { contentHashOf } from '../../../core/fleet/revision.ts';
import { beginDeployment } from './deployments.ts';
import type { Fleet } from './fleet.ts';
import { definitionOf, isLive, type ServiceState } from './fleet-state.ts';
import type { MutationLog } from './mutation-log.ts';
import type { Scene } from './scene.ts';
import { drain } from './task-life.ts';
import { STOPS } from './task-stops.ts';

/** What a person does by hand; exactly one of count, environment and tasks is named. */
export type AlterByHand = z.infer<typeof DevCloudRequest>;

interface Parts {
  readonly scene: Scene;
  readonly fleet: Fleet;
  readonly mutations: MutationLog;
}

/** Alters a service as its console user would: the log names the person and no Change. @throws `service.not_found` */
export function alterByHand(parts: Parts, request: AlterByHand): void {
  const service = parts.fleet.services.get(request.service);
  if (service?.status !== 'ACTIVE')
    throw new OpsError('service.not_found', `The cluster runs no service ${request.service}.`, {
      remedy: 'Name a service that runs.',
    });
  parts.fleet.change(service, () => alter(parts, service, request));
  const { service: name, as: actor, ...detail } = request;
  const call = request.killTasks === undefined ? 'UpdateService' : 'StopTask';
  parts.mutations.add({ call, service: name, cause: { actor }, detail });
}

function alter(parts: Parts, service: ServiceState, request: AlterByHand): void {
  if (request.desiredCount !== undefined) {
    service.desiredCount = request.desiredCount;
    service.desiredSetBy = request.as;
  }
  if (request.environment)
    setEnvironment(parts, service, { environment: request.environment, actor: request.as });
  if (request.killTasks !== undefined) killTasks(parts, service, request.killTasks);
}

/** A new task definition with this environment, rolled out as the console does: rolling, with the circuit breaker. */
function setEnvironment(
  { scene }: Parts,
  service: ServiceState,
  { environment, actor }: { environment: Readonly<Record<string, string>>; actor: string },
): void {
  const content = { ...definitionOf(service, service.contentHash).content, environment };
  const contentHash = contentHashOf(content);
  if (contentHash === service.contentHash) return;
  const order = {
    content,
    contentHash,
    strategy: { kind: 'rolling' },
    circuitBreaker: circuitBreakerFor(service.desiredCount),
    rollbackAlarms: [],
  } as const;
  beginDeployment(scene, service, { order, actor, ignoredAlarms: [] });
  service.requested = { generation: service.generation, contentHash };
}

function killTasks({ scene, fleet }: Parts, service: ServiceState, tasks: number): void {
  for (const task of service.tasks.filter(isLive).slice(0, tasks)) {
    drain(task, STOPS.byHand(), scene.nowMs);
    fleet.countRestart(service);
  }
}
