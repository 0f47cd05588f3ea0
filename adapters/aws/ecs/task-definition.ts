import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput,
  Tag,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import * as z from 'zod';
import { HealthCheck, type RevisionContent } from '../../../core/contract/service-spec.ts';
import type { Cause } from '../../../core/fleet/compute.ts';
import { contentHashOf } from '../../../core/fleet/revision.ts';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';
import { policyAgent } from './policy-agent.ts';
import { pullableImage, shortImage } from './pullable-image.ts';
import { TAGS, tagsOf } from './tags.ts';

/** Where the parts of a content stand that a container definition has no field for. */
const HEALTH_LABEL = 'hms.health-check';

/** Longest start period of a container health check, in seconds. Source: Amazon ECS API reference, HealthCheck. */
const LONGEST_GRACE_SEC = 300;

/** What a task definition is made of. */
export interface Definition {
  readonly service: string;
  readonly content: RevisionContent;
  readonly contentHash: string;
  readonly cause: Cause;
}

/** The family of a service's task definitions. */
export function familyOf({ environment }: Pick<Fleet, 'environment'>, service: string): string {
  return `hms-${environment}-${service}`;
}

/** What to register for a content: one container, and the policy agent where the fleet has one. Pure. */
export function registerInput(fleet: Fleet, definition: Definition): RegisterTaskDefinitionCommandInput {
  const { service, content, contentHash, cause } = definition;
  const { config } = fleet;
  return {
    family: familyOf(fleet, service),
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
    cpu: String(content.cpuUnits),
    memory: String(content.memoryMiB),
    executionRoleArn: config.executionRole,
    taskRoleArn: config.taskRole,
    containerDefinitions: [
      container(fleet, definition),
      ...(config.policyAgentImage === undefined ? [] : [policyAgent(fleet, service)]),
    ],
    tags: tagsOf(fleet, service, {
      [TAGS.contentHash]: contentHash,
      [TAGS.setBy]: cause.actor,
      [TAGS.change]: cause.changeId,
    }),
  };
}

function container(fleet: Fleet, { service, content }: Definition): ContainerDefinition {
  const { healthCheck, port } = content;
  return {
    name: service,
    image: pullableImage(content.image, fleet),
    essential: true,
    ...(port > 0 && answers(service, content)),
    environment: Object.entries(content.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(content.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    dockerLabels: { [HEALTH_LABEL]: JSON.stringify(healthCheck) },
    logConfiguration: awslogs(fleet, service),
  };
}

/** What a container that answers requests has; one of a job has none of it. */
function answers(
  service: string,
  { port, healthCheck }: RevisionContent,
): Pick<ContainerDefinition, 'portMappings' | 'healthCheck'> {
  return {
    portMappings: [{ containerPort: port, protocol: 'tcp', name: service, appProtocol: 'http' }],
    healthCheck: {
      command: ['CMD-SHELL', probe(port, healthCheck.path)],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: Math.min(LONGEST_GRACE_SEC, healthCheck.graceSec),
    },
  };
}

/** Asks with whichever of the two programs the image has. The path is a schema's: it holds nothing a shell reads. */
function probe(port: number, path: string): string {
  const url = `http://127.0.0.1:${port}${path}`;
  return `curl -fsS -o /dev/null ${url} || wget -q -O /dev/null ${url} || exit 1`;
}

/** A content as ECS runs it, and who set it. */
export interface ReadDefinition {
  readonly content: RevisionContent;
  readonly contentHash: string;
  readonly setBy: string;
}

/**
 * Reads a content back. Its hash is computed from what is read, so that a definition made by hand has another; where
 * the tag names the hash of what is read with the image as people wrote it, it is that. Pure.
 */
export function readDefinition(
  fleet: Fleet,
  service: string,
  {
    taskDefinition = {},
    tags = [],
  }: { taskDefinition?: TaskDefinition | undefined; tags?: Tag[] | undefined },
): ReadDefinition {
  const tagValue = (key: string) => tags.find((tag) => tag.key === key)?.value;
  const raw = contentIn(service, taskDefinition);
  const short = { ...raw, image: shortImage(raw.image, fleet) };
  const tagged = tagValue(TAGS.contentHash);
  const content = tagged === contentHashOf(raw) ? raw : short;
  const contentHash = contentHashOf(content);
  const isOurs = tagged === contentHash;
  return {
    content,
    contentHash,
    setBy: (isOurs ? tagValue(TAGS.setBy) : undefined) ?? taskDefinition.registeredBy ?? '',
  };
}

function contentIn(
  service: string,
  { containerDefinitions = [], cpu, memory }: TaskDefinition,
): RevisionContent {
  const main = containerDefinitions.find(({ name }) => name === service) ?? containerDefinitions[0] ?? {};
  return {
    image: main.image ?? '',
    cpuUnits: Number(cpu ?? 0),
    memoryMiB: Number(memory ?? 0),
    port: main.portMappings?.[0]?.containerPort ?? 0,
    healthCheck: healthCheckIn(main),
    environment: pairs(main.environment, ({ value }) => value),
    secrets: pairs(main.secrets, ({ valueFrom }) => valueFrom),
  };
}

/** What the label says; a definition made by hand has none, and then the defaults. */
function healthCheckIn({ dockerLabels = {} }: ContainerDefinition): RevisionContent['healthCheck'] {
  const Label = z.preprocess((text) => jsonOr(text), HealthCheck.prefault({}));
  return Label.catch(HealthCheck.parse({})).parse(dockerLabels[HEALTH_LABEL]);
}

function jsonOr(text: unknown): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function pairs<Pair extends { name?: string | undefined }>(
  list: readonly Pair[] = [],
  read: (pair: Pair) => string | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map((pair) => [pair.name ?? '', read(pair) ?? '']));
}
