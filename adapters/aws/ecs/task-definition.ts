import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { digestOf } from '../../../core/digest.ts';
import type { Cause } from '../../../core/fleet/compute.ts';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';
import { healthProbe, probeLabel } from './health-probe.ts';
import { policyAgents } from './policy-agent.ts';
import { pullableImage } from './pullable-image.ts';
import { TAGS, tagsOf } from './tags.ts';

/** What a task definition is made of. */
export interface Definition {
  /** The service's name, or what a job goes under. */
  readonly service: string;
  readonly content: RevisionContent;
  readonly contentHash: string;
  readonly cause: Cause;
}

/** The family of a service's task definitions. */
export function familyOf({ environment }: Pick<Fleet, 'environment'>, service: string): string {
  return `hms-${environment}-${service}`;
}

/**
 * What to register for a content: one container, and the policy agent where the fleet has one. What stands beside the
 * container is no part of the content: a tag tells it, so that a roll-out never runs an older agent or none. Pure.
 */
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
    containerDefinitions: [container(fleet, definition), ...beside(fleet, definition)],
    tags: tagsOf(fleet, service, {
      [TAGS.contentHash]: contentHash,
      [TAGS.beside]: besideOf(fleet, definition),
      [TAGS.setBy]: cause.actor,
      [TAGS.change]: cause.changeId,
    }),
  };
}

type Beside = Pick<Definition, 'service' | 'content'>;

/** Names what stands beside the container of a content in this fleet; undefined where nothing does. Pure. */
export function besideOf(fleet: Fleet, definition: Beside): string | undefined {
  const containers = beside(fleet, definition);
  return containers.length === 0 ? undefined : digestOf(containers).slice(0, 16);
}

function beside(fleet: Fleet, { service, content }: Beside): readonly ContainerDefinition[] {
  return answers(content) ? policyAgents(fleet, service) : [];
}

function container(fleet: Fleet, { service, content }: Definition): ContainerDefinition {
  const { healthCheck, port } = content;
  return {
    name: service,
    image: pullableImage(content.image, fleet),
    essential: true,
    ...(answers(content) && {
      portMappings: [{ containerPort: port, protocol: 'tcp', name: service, appProtocol: 'http' }],
      healthCheck: healthProbe(port, healthCheck),
    }),
    environment: Object.entries(content.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(content.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    dockerLabels: probeLabel(healthCheck),
    logConfiguration: awslogs(fleet, service),
  };
}

/** Whether it answers requests: a job does not, and has neither a port nor a check nor policies to answer by. */
function answers({ port }: RevisionContent): boolean {
  return port > 0;
}
