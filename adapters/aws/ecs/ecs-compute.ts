import { createHash } from 'node:crypto';
import {
  ContinueServiceDeploymentCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  type Service,
  StopServiceDeploymentCommand,
  TagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Cause, Compute, ObservedService, RollOut, RunningTask } from '../../../core/fleet/compute.ts';
import { unavailable } from '../aws-client.ts';
import { type CountActors, openCountActors } from '../count-actors.ts';
import { deploymentSettings, firstDeploymentSettings } from './deployment-settings.ts';
import { type EcsCalls, openEcsCalls } from './ecs-calls.ts';
import {
  alreadyThere,
  isNamed,
  isUnsupported,
  noSuchService,
  notScaledIn,
  olderGeneration,
  unsupported,
} from './ecs-refusals.ts';
import type { Fleet } from './fleet-config.ts';
import { loadBalancing } from './load-balancing.ts';
import { ServiceObserver } from './observe-services.ts';
import { placement, serviceConnect } from './service-settings.ts';
import { generationOf } from './service-state.ts';
import { TAGS, tagsOf } from './tags.ts';
import { TaskDefinitions } from './task-definitions.ts';
import { TaskLister } from './task-lister.ts';

type CreateRequest = Parameters<Compute['create']>[0];
type DeploymentCall = { readonly service: string; readonly deploymentId: string; readonly cause: Cause };

interface Parts {
  readonly calls: EcsCalls;
  readonly fleet: Fleet;
  readonly actors: CountActors;
}

/**
 * ECS on Fargate behind the Compute port. ECS's own engine rolls out; this drives it. An update of anything else never
 * names the desired count, and a change of the count is one call that names nothing else.
 */
export class EcsCompute implements Compute {
  #features: Compute['features'];
  readonly #calls: EcsCalls;
  readonly #fleet: Fleet;
  readonly #actors: CountActors;
  readonly #definitions: TaskDefinitions;
  readonly #tasks: TaskLister;
  readonly #observer: ServiceObserver;

  constructor({ calls, fleet, actors }: Parts) {
    const { cluster } = fleet;
    this.#features = fleet.config.features;
    this.#calls = calls;
    this.#fleet = fleet;
    this.#actors = actors;
    this.#definitions = new TaskDefinitions({ calls, fleet });
    this.#tasks = new TaskLister({ calls, cluster });
    this.#observer = new ServiceObserver({
      calls,
      cluster,
      definitions: this.#definitions,
      tasks: this.#tasks,
    });
  }

  /** What the fleet is said to have, less what ECS itself has refused since. */
  get features(): Compute['features'] {
    return this.#features;
  }

  /** One service is looked at closely; many are swept, a tenth of a call each where they are settled. */
  observe(names: readonly string[]): Promise<readonly ObservedService[]> {
    return this.#observer.observe(names, names.length === 1 ? 'closely' : 'at a glance');
  }

  async create(request: CreateRequest): Promise<void> {
    const { service, generation, desiredCount, cause } = request;
    const known = await this.#find(service);
    if (known && known.status !== 'INACTIVE') return refuseOther(known, request);
    const taskDefinition = await this.#definitions.ensure(request);
    const command = new CreateServiceCommand({
      ...placement(this.#fleet),
      serviceName: service,
      taskDefinition,
      desiredCount,
      clientToken: tokenOf(`${service}#${generation}`),
      deploymentConfiguration: firstDeploymentSettings(request),
      serviceConnectConfiguration: serviceConnect(this.#fleet, request),
      ...loadBalancing(this.#fleet, request),
      tags: tagsOf(this.#fleet, service, {
        ...request.tags,
        [TAGS.generation]: String(generation),
        [TAGS.change]: cause.changeId,
      }),
    });
    await this.#sent(this.#calls.send(command, 'serviceChanges'), service);
  }

  async rollOut(request: RollOut): Promise<void> {
    const { service, generation, contentHash } = request;
    const known = await this.#mustFind(service);
    if (generation < generationOf(known)) throw olderGeneration(service, generation, generationOf(known));
    const runs = await this.#definitions.read(service, known.taskDefinition ?? '');
    const isSame = runs.contentHash === contentHash;
    if (isSame && generation === generationOf(known)) return;
    if (!isSame || request.force) await this.#update(request, { known, isSame });
    const tags = tagsOf(this.#fleet, service, {
      [TAGS.generation]: String(generation),
      [TAGS.change]: request.cause.changeId,
    });
    await this.#calls.send(new TagResourceCommand({ resourceArn: known.serviceArn, tags }), 'tags');
  }

  async setDesiredCount(request: Parameters<Compute['setDesiredCount']>[0]): Promise<void> {
    const { service, desiredCount } = request;
    const urgency = desiredCount > this.#observer.lastCountOf(service) ? 'scale-out' : 'ordinary';
    const command = new UpdateServiceCommand({ cluster: this.#fleet.cluster, service, desiredCount });
    await this.#sent(this.#calls.send(command, 'serviceChanges', urgency), service);
  }

  async continueDeployment(request: DeploymentCall & { readonly hookId: string }): Promise<void> {
    const command = new ContinueServiceDeploymentCommand({
      serviceDeploymentArn: request.deploymentId,
      hookId: request.hookId,
      action: 'CONTINUE',
    });
    await this.#unlessOver(this.#calls.send(command, 'deployments'));
  }

  async stopDeployment(request: DeploymentCall): Promise<void> {
    if (!this.features.stopDeployment) throw unsupported(request.service);
    const command = new StopServiceDeploymentCommand({
      serviceDeploymentArn: request.deploymentId,
      stopType: 'ROLLBACK',
    });
    await this.#unlessOver(this.#calls.send(command, 'deployments'));
  }

  async remove({ service }: { readonly service: string; readonly cause: Cause }): Promise<void> {
    try {
      const command = new DeleteServiceCommand({ cluster: this.#fleet.cluster, service });
      await this.#calls.send(command, 'serviceChanges');
    } catch (error) {
      if (isNamed(error, 'ServiceNotFoundException', 'ServiceNotActiveException')) return;
      if (isNamed(error, 'InvalidParameterException')) throw notScaledIn(service, error);
      throw error;
    }
  }

  whoSetCount(service: string, desiredCount: number): Promise<string> {
    return this.#actors.whoSet(service, desiredCount);
  }

  listTasks(services: readonly string[]): Promise<readonly RunningTask[]> {
    return this.#tasks.listTasks(services);
  }

  /** A target that refuses pauses is believed: it is not asked for one again, and the product asks people before. */
  async #update(
    request: RollOut,
    { known, isSame }: { readonly known: Service; readonly isSame: boolean },
  ): Promise<void> {
    const { service } = request;
    if (pauses(request) && !this.features.pauseHooks) throw unsupported(service);
    const command = new UpdateServiceCommand({
      cluster: this.#fleet.cluster,
      service,
      taskDefinition: await this.#definitions.ensure(request),
      deploymentConfiguration: deploymentSettings(request),
      serviceConnectConfiguration: serviceConnect(this.#fleet, request),
      ...loadBalancing(this.#fleet, request, known),
      ...(isSame && { forceNewDeployment: true }),
    });
    try {
      await this.#sent(this.#calls.send(command, 'serviceChanges'), service);
    } catch (error) {
      if (!isUnsupported(error)) throw error;
      if (!pauses(request)) throw unsupported(service, error);
      this.#features = { ...this.#features, pauseHooks: false };
      throw unavailable('ecs', error);
    }
  }

  async #find(service: string): Promise<Service | undefined> {
    return (await this.#observer.describe([service]))[0];
  }

  async #mustFind(service: string): Promise<Service> {
    const known = await this.#find(service);
    if (known?.status === 'ACTIVE') return known;
    throw noSuchService(service);
  }

  async #sent(call: Promise<unknown>, service: string): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (isNamed(error, 'ServiceNotFoundException', 'ServiceNotActiveException'))
        throw noSuchService(service, error);
      throw error;
    }
  }

  /** A deployment that has ended, or goes back already, needs nothing. */
  async #unlessOver(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (!isNamed(error, ...OVER)) throw error;
    }
  }
}

const OVER = ['ServiceDeploymentNotFoundException', 'ConflictException', 'InvalidParameterException'];

function pauses({ strategy }: RollOut): boolean {
  return strategy.kind === 'canary' && strategy.pause;
}

/** ECS of the fleet, in the account and region that the environment names. */
export function openEcsCompute(fleet: Fleet): EcsCompute {
  return new EcsCompute({ calls: openEcsCalls(), fleet, actors: openCountActors(fleet) });
}

/** The service stands already: by this very request, or by another. */
function refuseOther(known: Service, { service, generation }: CreateRequest): void {
  if (generation < generationOf(known)) throw olderGeneration(service, generation, generationOf(known));
  if (known.status === 'ACTIVE' && generation === generationOf(known)) return;
  throw alreadyThere(service, known.status ?? '');
}

/** At most 36 characters. Source: Amazon ECS API reference, CreateService `clientToken`. */
function tokenOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 36);
}
