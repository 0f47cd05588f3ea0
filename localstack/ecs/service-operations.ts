import * as z from 'zod';
import type { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { type DefinitionBook, hashOf, type StoredDefinition } from './definition-book.ts';
import { Creation, DeploymentSettings, read, Tags, Update } from './ecs-inputs.ts';
import type { EcsPlace } from './ecs-place.ts';
import { EcsRefusal, require } from './ecs-refusal.ts';
import type { Operations } from './json-rpc.ts';
import { orderOf } from './rollout-order.ts';
import { type Shown, showService } from './show-service.ts';

/** What operations work on. */
export interface Platform extends Shown {
  readonly cloud: SimulatedCloud;
  readonly definitions: DefinitionBook;
  readonly place: EcsPlace;
  readonly nowMs: () => number;
}

const Deletion = z.looseObject({
  cluster: z.string(),
  service: z.string(),
  force: z.boolean().default(false),
});
const Tagging = z.object({ resourceArn: z.string(), tags: Tags });

/** The most names in one call. Source: Amazon ECS API reference, DescribeServices. */
const Described = z.looseObject({ cluster: z.string(), services: z.array(z.string()).min(1).max(10) });

/** The operations of ECS on services. */
export function serviceOperations(platform: Platform): Operations {
  const { services } = platform;
  return {
    CreateService: (input) => create(platform, input),
    UpdateService: (input) => update(platform, input),
    DeleteService: (input) => remove(platform, input),
    DescribeServices: (input) => describe(platform, input),
    ListServices: () => ({ serviceArns: services.all().map(({ name }) => platform.arns.service(name)) }),
    TagResource: (input) => {
      const { resourceArn, tags } = read(Tagging, input);
      services.tag(services.active(resourceArn).name, tags);
      return {};
    },
    ListTagsForResource: (input) => {
      const { resourceArn } = read(z.object({ resourceArn: z.string() }), input);
      const { tags } = services.record(services.active(resourceArn).name);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  };
}

/** The same token is the same service. Another of the same name is refused. */
async function create(platform: Platform, input: unknown): Promise<object> {
  const wish = read(Creation, input);
  inCluster(platform, wish);
  const { serviceName, desiredCount, clientToken, tags } = wish;
  const { cloud, services, nowMs } = platform;
  const known = services.find(serviceName);
  if (known && known.status !== 'INACTIVE') {
    const isSame = clientToken !== undefined && services.record(serviceName).clientToken === clientToken;
    require(isSame, 'Creation of service was not idempotent.');
    return { service: shown(platform, serviceName) };
  }
  const definition = platform.definitions.find(wish.taskDefinition);
  const settings = wish.deploymentConfiguration ?? DeploymentSettings.parse({});
  services.keep(serviceName, {
    createdMs: nowMs(),
    clientToken,
    tags: new Map(tags.map(({ key, value }) => [key, value])),
    settings,
    definitions: new Map([[hashOf(definition), definition]]),
  });
  await cloud.compute.create({
    ...orderOf(definition, settings, tags),
    service: serviceName,
    generation: (known?.generation ?? 0) + 1,
    desiredCount,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  });
  return { service: shown(platform, serviceName) };
}

/** Another definition, or force, starts a deployment; a count alone does not. */
async function update(platform: Platform, input: unknown): Promise<object> {
  const { service: reference, desiredCount, ...wish } = read(Update, input);
  inCluster(platform, wish);
  const { cloud, services, place } = platform;
  const service = services.active(reference);
  const { name: named } = service;
  if (desiredCount !== undefined)
    await cloud.compute.setDesiredCount({ service: named, desiredCount, cause: { actor: place.caller } });
  const runs = services.definition(service, service.contentHash);
  const settings = wish.deploymentConfiguration ?? services.record(named).settings;
  services.keep(named, { ...services.record(named), settings });
  const definition =
    wish.taskDefinition === undefined ? runs : platform.definitions.find(wish.taskDefinition);
  if (definition.arn !== runs.arn || wish.forceNewDeployment)
    await rollOut(platform, named, { definition, settings });
  return { service: shown(platform, named) };
}

/** Every deployment of the simulated cloud is of a generation of its own; the product's generation is a tag here. */
async function rollOut(
  { cloud, services }: Platform,
  name: string,
  { definition, settings }: { readonly definition: StoredDefinition; readonly settings: DeploymentSettings },
): Promise<void> {
  services.use(name, definition);
  const generation = services.active(name).generation + 1;
  await cloud.compute.rollOut({ ...orderOf(definition, settings), service: name, generation, force: true });
}

async function remove(platform: Platform, input: unknown): Promise<object> {
  const { service: reference, force, cluster } = read(Deletion, input);
  inCluster(platform, { cluster });
  const { cloud, services, place } = platform;
  const { name, desiredCount } = services.active(reference);
  const cause = { actor: place.caller };
  require(force || desiredCount === 0, 'The service cannot be stopped while it is scaled above 0.');
  if (desiredCount > 0) await cloud.compute.setDesiredCount({ service: name, desiredCount: 0, cause });
  await cloud.compute.remove({ service: name, cause });
  return { service: shown(platform, name) };
}

function describe(platform: Platform, input: unknown): object {
  const { services: references, cluster } = read(Described, input);
  inCluster(platform, { cluster });
  const found = references.map((reference) => ({ reference, service: platform.services.find(reference) }));
  return {
    services: found.flatMap(({ service }) => (service ? [showService(platform, service)] : [])),
    failures: found.flatMap(({ reference, service }) =>
      service ? [] : [{ arn: platform.arns.service(reference), reason: 'MISSING' }],
    ),
  };
}

function shown(platform: Platform, name: string): object {
  const state = platform.services.find(name);
  return state ? showService(platform, state) : {};
}

/** @throws EcsRefusal `ClusterNotFoundException` */
export function inCluster(
  { place }: Pick<Platform, 'place'>,
  { cluster }: { readonly cluster: string },
): void {
  if (cluster.split('/').at(-1) !== place.cluster)
    throw new EcsRefusal('ClusterNotFoundException', 'Cluster not found.');
}
