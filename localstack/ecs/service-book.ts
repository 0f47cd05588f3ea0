import { definitionOf, type ServiceState } from '../../adapters/embedded/cloud/fleet-state.ts';
import type { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { type DefinitionBook, hashOf, type StoredDefinition } from './definition-book.ts';
import type { DeploymentSettings, Tags } from './ecs-inputs.ts';
import { type EcsPlace, lastOf } from './ecs-place.ts';
import { EcsRefusal } from './ecs-refusal.ts';

/** What ECS keeps of a service and the simulated cloud does not. */
export interface ServiceRecord {
  readonly createdMs: number;
  readonly clientToken: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly settings: DeploymentSettings;
  /** The definition that stands for a content of the service, by the content's hash. */
  readonly definitions: ReadonlyMap<string, StoredDefinition>;
}

interface Parts {
  readonly cloud: SimulatedCloud;
  readonly definitions: DefinitionBook;
  readonly place: EcsPlace;
  readonly nowMs: () => number;
}

/** The services of the cluster: what the simulated cloud runs, with what ECS keeps beside it. */
export class ServiceBook {
  readonly #parts: Parts;
  readonly #records = new Map<string, ServiceRecord>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** By name or ARN; undefined for one that never was. */
  find(reference: string): ServiceState | undefined {
    return this.#parts.cloud.look().services.get(lastOf(reference));
  }

  /** One that is, even on its way out. @throws EcsRefusal `ServiceNotFoundException` */
  present(reference: string): ServiceState {
    const service = this.find(reference);
    if (service && service.status !== 'INACTIVE') return service;
    throw new EcsRefusal('ServiceNotFoundException', 'Service not found.');
  }

  /** @throws EcsRefusal `ServiceNotFoundException`, `ServiceNotActiveException` */
  active(reference: string): ServiceState {
    const service = this.find(reference);
    if (!service) throw new EcsRefusal('ServiceNotFoundException', 'Service not found.');
    if (service.status === 'ACTIVE') return service;
    throw new EcsRefusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }

  /** Every service that is, by name. */
  all(): readonly ServiceState[] {
    return [...this.#parts.cloud.look().services.values()].filter(({ status }) => status !== 'INACTIVE');
  }

  /** What is kept of a service. @throws EcsRefusal `ServiceNotFoundException` for one that was made without this API. */
  record(name: string): ServiceRecord {
    const known = this.#records.get(name);
    if (known) return known;
    throw new EcsRefusal('ServiceNotFoundException', `Service ${name} was not created here.`);
  }

  keep(name: string, record: ServiceRecord): void {
    this.#records.set(name, record);
  }

  /** Adds tags, or sets them anew. */
  tag(name: string, tags: Tags): void {
    const record = this.record(name);
    const added = tags.map(({ key, value }): [string, string] => [key, value]);
    this.keep(name, { ...record, tags: new Map([...record.tags, ...added]) });
  }

  /** Has `definition` stand for what it runs. */
  use(name: string, definition: StoredDefinition): void {
    const record = this.record(name);
    const definitions = new Map([...record.definitions, [hashOf(definition), definition] as const]);
    this.keep(name, { ...record, definitions });
  }

  /**
   * The definition that stands for a content of the service. What somebody set in the console has none yet: it is
   * registered as the console would have done it, from the one before, in the name of that person.
   */
  definition(service: ServiceState, contentHash: string): StoredDefinition {
    const known = this.record(service.name).definitions.get(contentHash);
    return known ?? this.#registerByHand(service, contentHash);
  }

  #registerByHand(service: ServiceState, contentHash: string): StoredDefinition {
    const { definitions, nowMs, place } = this.#parts;
    const record = this.record(service.name);
    const before = [...record.definitions.values()].at(-1);
    if (!before) throw new EcsRefusal('ServerException', `Service ${service.name} has no task definition.`);
    const { content, setBy } = definitionOf(service, contentHash);
    const [main, ...beside] = before.registration.containerDefinitions;
    const environment = Object.entries(content.environment).map(([name, value]) => ({ name, value }));
    const containerDefinitions = [{ ...main, environment }, ...beside];
    const made = definitions.register(
      { ...before.registration, containerDefinitions },
      { atMs: nowMs(), by: userArn(place, setBy) },
    );
    this.keep(service.name, {
      ...record,
      definitions: new Map([...record.definitions, [contentHash, made]]),
    });
    return made;
  }
}

/** A person who signed in to the console. */
export function userArn({ account }: Pick<EcsPlace, 'account'>, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:iam::${account}:user/${name}`;
}
