import type { RevisionContent } from '../../core/contract/service-spec.ts';
import { contentHashOf } from '../../core/fleet/revision.ts';
import { Registration, read, type Tags } from './ecs-inputs.ts';
import type { EcsArns, EcsPlace } from './ecs-place.ts';
import { EcsRefusal } from './ecs-refusal.ts';

/** A revision of a family. */
export interface StoredDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly registration: Registration;
  readonly registeredBy: string;
  readonly registeredMs: number;
  readonly tags: Tags;
}

/** Where a registry's host ends in an image; the simulated cloud knows images by their short names. */
const OWN_REGISTRY = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//;

/** The task definitions of the emulated account. */
export class DefinitionBook {
  readonly #arns: EcsArns;
  readonly #place: EcsPlace;
  readonly #families = new Map<string, StoredDefinition[]>();

  constructor(arns: EcsArns, place: EcsPlace) {
    this.#arns = arns;
    this.#place = place;
  }

  /** Registers the next revision of a family. @throws EcsRefusal `InvalidParameterException` */
  register(
    input: unknown,
    { atMs, by = this.#place.caller }: { readonly atMs: number; readonly by?: string },
  ): StoredDefinition {
    const { tags, ...registration } = read(Registration, input);
    const { family } = registration;
    const revisions = this.#families.get(family) ?? [];
    const revision = revisions.length + 1;
    const stored = {
      arn: this.#arns.definition(family, revision),
      family,
      revision,
      registration: { ...registration, tags: [] },
      registeredBy: by,
      registeredMs: atMs,
      tags,
    };
    this.#families.set(family, [...revisions, stored]);
    return stored;
  }

  /** By ARN, `family:revision`, or `family` for its newest. @throws EcsRefusal `ClientException` */
  find(reference: string): StoredDefinition {
    const [family = '', revision] = (reference.split('/').at(-1) ?? '').split(':');
    const revisions = this.#families.get(family) ?? [];
    const found = revision === undefined ? revisions.at(-1) : revisions[Number(revision) - 1];
    if (found) return found;
    throw new EcsRefusal('ClientException', 'Unable to describe task definition.');
  }

  /** ARNs of a family, oldest first. */
  list(family: string): readonly string[] {
    return (this.#families.get(family) ?? []).map(({ arn }) => arn);
  }
}

/** What the simulated cloud runs for a definition: its first container. Pure. */
export function contentOf({ registration }: StoredDefinition): RevisionContent {
  const { containerDefinitions, cpu, memory } = registration;
  const [main] = containerDefinitions;
  if (!main) throw new EcsRefusal('ClientException', 'A task definition has a container.');
  return {
    image: main.image.replace(OWN_REGISTRY, ''),
    cpuUnits: Number(cpu),
    memoryMiB: Number(memory),
    port: main.portMappings[0]?.containerPort ?? 0,
    healthCheck: { path: '/', graceSec: main.healthCheck?.startPeriod ?? 0 },
    environment: Object.fromEntries(main.environment.map(({ name, value }) => [name, value])),
    secrets: Object.fromEntries(main.secrets.map(({ name, valueFrom }) => [name, valueFrom])),
  };
}

/** The address of what the simulated cloud runs for a definition. Pure. */
export function hashOf(definition: StoredDefinition): string {
  return contentHashOf(contentOf(definition));
}
