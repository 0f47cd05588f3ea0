import { OpsError } from '../../../core/errors.ts';
import type { Cause, Compute, ObservedService, RollOut, RunningTask } from '../../../core/fleet/compute.ts';
import { abandon, beginDeployment, rollBack } from './deployments.ts';
import type { Fleet } from './fleet.ts';
import { inFlight, isLive, NEVER, registerDefinition, type ServiceState } from './fleet-state.ts';
import { ordinaryDemand } from './load-model.ts';
import type { MutationLog } from './mutation-log.ts';
import { observeService, runningTasks } from './observe-service.ts';
import type { Scene } from './scene.ts';
import { drain } from './task-life.ts';
import { STOPS } from './task-stops.ts';
import { passHook } from './traffic-shift.ts';

type CreateRequest = Parameters<Compute['create']>[0];
type DeploymentCall = { readonly service: string; readonly deploymentId: string; readonly cause: Cause };

interface ComputeParts {
  readonly scene: Scene;
  readonly fleet: Fleet;
  readonly mutations: MutationLog;
  readonly isAlarming: (alarm: string) => boolean;
  /** Brings the simulation up to the clock. */
  readonly catchUp: () => void;
}

/** The tag that carries the generation, as it stands on the ECS service. */
const GENERATION_TAG = 'hms:generation';

/** The simulated cluster behind the port that ECS stands behind in AWS. */
export class SimulatedCompute implements Compute {
  readonly features = { pauseHooks: true, stopDeployment: true } as const;

  constructor(private readonly parts: ComputeParts) {}

  async observe(names: readonly string[]): Promise<readonly ObservedService[]> {
    this.parts.catchUp();
    return names.map((name) => {
      const service = this.parts.fleet.services.get(name);
      return service ? observeService(service, this.parts.scene.nowMs) : { kind: 'missing', name };
    });
  }

  async create(request: CreateRequest): Promise<void> {
    this.parts.catchUp();
    const known = this.parts.fleet.services.get(request.service);
    if (known && this.isSameCreate(known, request)) return;
    const service = newService(request);
    this.parts.fleet.add(service);
    this.parts.fleet.change(service, () => this.begin(service, request));
    this.log('CreateService', request, { desiredCount: request.desiredCount, ...contentDetail(request) });
  }

  async rollOut(request: RollOut): Promise<void> {
    const service = this.active(request.service);
    const { generation, contentHash } = request;
    if (generation < service.generation) throw olderGeneration(service, generation);
    if (service.requested.generation === generation && service.requested.contentHash === contentHash) return;
    this.parts.fleet.change(service, () => {
      if (contentHash === service.contentHash && !request.force) adoptContent(service, request);
      else this.begin(service, request);
      tag(service, request);
    });
    this.log('UpdateService', request, contentDetail(request));
  }

  async setDesiredCount(request: {
    readonly service: string;
    readonly desiredCount: number;
    readonly cause: Cause;
  }): Promise<void> {
    const service = this.active(request.service);
    const { desiredCount, cause } = request;
    service.desiredSetBy = cause.actor;
    if (service.desiredCount === desiredCount) return;
    const from = service.desiredCount;
    this.parts.fleet.change(service, () => {
      service.desiredCount = desiredCount;
    });
    this.log('UpdateService', request, { desiredCount, from });
  }

  async continueDeployment(request: DeploymentCall & { readonly hookId: string }): Promise<void> {
    const service = this.active(request.service);
    const deployment = this.named(service, request.deploymentId);
    if (deployment?.hookId !== request.hookId) return;
    this.parts.fleet.change(service, () => passHook(this.parts.scene, deployment));
    this.log('ContinueServiceDeployment', request, { hookId: request.hookId });
  }

  async stopDeployment(request: DeploymentCall): Promise<void> {
    const service = this.active(request.service);
    const deployment = this.named(service, request.deploymentId);
    if (deployment?.status !== 'IN_PROGRESS') return;
    this.parts.fleet.change(service, () =>
      rollBack(this.parts.scene, service, `Service deployment stopped by ${request.cause.actor}.`),
    );
    this.log('StopServiceDeployment', request, { deploymentId: request.deploymentId });
  }

  async remove(request: { readonly service: string; readonly cause: Cause }): Promise<void> {
    this.parts.catchUp();
    const service = this.parts.fleet.services.get(request.service);
    if (service?.status !== 'ACTIVE') return;
    if (service.desiredCount > 0) throw notScaledIn(service);
    this.parts.fleet.change(service, () => {
      abandon(this.parts.scene, service);
      service.status = 'DRAINING';
      for (const task of service.tasks.filter(isLive))
        drain(task, STOPS.scaledIn(task.deploymentId), this.parts.scene.nowMs);
    });
    this.log('DeleteService', request, {});
  }

  async listTasks(services: readonly string[]): Promise<readonly RunningTask[]> {
    this.parts.catchUp();
    return services.flatMap((name) => runningTasks(this.parts.fleet.services.get(name)));
  }

  private begin(service: ServiceState, order: RollOut): void {
    const ignoredAlarms = order.rollbackAlarms.filter(this.parts.isAlarming);
    beginDeployment(this.parts.scene, service, { order, actor: order.cause.actor, ignoredAlarms });
  }

  private isSameCreate(known: ServiceState, request: CreateRequest): boolean {
    if (request.generation < known.generation) throw olderGeneration(known, request.generation);
    if (known.status === 'INACTIVE') return false;
    if (known.status === 'ACTIVE' && known.generation === request.generation) return true;
    throw new OpsError('store.conflict', `Service ${known.name} exists already and is ${known.status}.`, {
      remedy: 'Read the service again; roll out onto it, or wait until it is gone.',
    });
  }

  private active(name: string): ServiceState {
    this.parts.catchUp();
    const service = this.parts.fleet.services.get(name);
    if (service?.status === 'ACTIVE') return service;
    throw new OpsError('service.not_found', `The cluster runs no service ${name}.`, {
      remedy: 'Create the service first.',
    });
  }

  /** The deployment in flight, if it is the one that is meant; one that has ended needs nothing. */
  private named(service: ServiceState, deploymentId: string) {
    const deployment = inFlight(service);
    return deployment?.id === deploymentId ? deployment : undefined;
  }

  private log(call: string, { service, cause }: { service: string; cause: Cause }, detail: object): void {
    this.parts.mutations.add({ call, service, cause, detail: { ...detail } });
  }
}

function newService(request: CreateRequest): ServiceState {
  return {
    name: request.service,
    status: 'ACTIVE',
    tags: { ...request.tags, [GENERATION_TAG]: String(request.generation) },
    generation: request.generation,
    requested: { generation: request.generation, contentHash: request.contentHash },
    desiredCount: request.desiredCount,
    desiredSetBy: request.cause.actor,
    contentHash: request.contentHash,
    completedHash: undefined,
    launchesHalted: false,
    definitions: {},
    tasks: [],
    stopped: [],
    deployment: undefined,
    throttles: {},
    made: { tasks: 0, deployments: 0 },
    opened: false,
    ordinaryRps: ordinaryDemand(request.content, request.desiredCount),
    dueMs: NEVER,
  };
}

function tag(service: ServiceState, { generation, contentHash }: RollOut): void {
  service.generation = generation;
  service.requested = { generation, contentHash };
  service.tags = { ...service.tags, [GENERATION_TAG]: String(generation) };
}

/** The service is set to this content already: only who wants it changes. */
function adoptContent(service: ServiceState, { contentHash, content, cause }: RollOut): void {
  registerDefinition(service, { contentHash, content, setBy: cause.actor });
}

function contentDetail({ generation, content, contentHash }: RollOut) {
  return { generation, image: content.image, contentHash };
}

function olderGeneration(service: ServiceState, generation: number): OpsError {
  const said = `Generation ${generation} is older than ${service.generation}, which ${service.name} has.`;
  return new OpsError('store.conflict', said, { remedy: 'Read the service again and decide anew.' });
}

function notScaledIn({ name, desiredCount }: ServiceState): OpsError {
  return new OpsError('service.illegal_state', `Service ${name} still wants ${desiredCount} tasks.`, {
    remedy: 'Set its desired count to 0 first.',
  });
}
