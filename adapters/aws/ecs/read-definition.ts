import type { Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { contentHashOf } from '../../../core/fleet/revision.ts';
import type { Fleet } from './fleet-config.ts';
import { readProbe } from './health-probe.ts';
import { shortImage } from './pullable-image.ts';
import { TAGS } from './tags.ts';

/** A content as ECS runs it. */
export interface ReadDefinition {
  readonly content: RevisionContent;
  readonly contentHash: string;
  /** Who asked for it; who registered it where it is not ours. */
  readonly setBy: string;
  /** Whether this product registered it for this content, so that it may be run again. */
  readonly isOurs: boolean;
  /** What we registered beside its container: see `besideOf`. */
  readonly beside: string | undefined;
  /** Whether its tasks are healthy only when their check says so. */
  readonly isChecked: boolean;
}

/** What ECS describes. */
export interface DescribedDefinition {
  readonly taskDefinition?: TaskDefinition | undefined;
  readonly tags?: Tag[] | undefined;
}

/**
 * Reads a content back. Its hash is computed from what is read, so that a definition made by hand has another one. An
 * image of the account's own registry reads as its short name, unless the tag names the hash of the long one: then
 * people wrote the long one. Pure.
 */
export function readDefinition(
  fleet: Fleet,
  service: string,
  { taskDefinition = {}, tags = [] }: DescribedDefinition,
): ReadDefinition {
  const tagValue = (key: string) => tags.find((tag) => tag.key === key)?.value;
  const main = mainContainer(service, taskDefinition);
  const raw = contentIn(main, taskDefinition);
  const tagged = tagValue(TAGS.contentHash);
  const content = tagged === contentHashOf(raw) ? raw : { ...raw, image: shortImage(raw.image, fleet) };
  const contentHash = contentHashOf(content);
  const isOurs = tagged === contentHash;
  const setBy = (isOurs ? tagValue(TAGS.setBy) : undefined) ?? taskDefinition.registeredBy ?? '';
  const beside = tagValue(TAGS.beside);
  return { content, contentHash, setBy, isOurs, beside, isChecked: main.healthCheck !== undefined };
}

function mainContainer(service: string, { containerDefinitions = [] }: TaskDefinition) {
  return containerDefinitions.find(({ name }) => name === service) ?? containerDefinitions[0] ?? {};
}

function contentIn(main: ReturnType<typeof mainContainer>, { cpu, memory }: TaskDefinition): RevisionContent {
  return {
    image: main.image ?? '',
    cpuUnits: Number(cpu ?? 0),
    memoryMiB: Number(memory ?? 0),
    port: main.portMappings?.[0]?.containerPort ?? 0,
    healthCheck: readProbe(main),
    environment: pairs(main.environment, ({ value }) => value),
    secrets: pairs(main.secrets, ({ valueFrom }) => valueFrom),
  };
}

function pairs<Pair extends { name?: string | undefined }>(
  list: readonly Pair[] = [],
  read: (pair: Pair) => string | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map((pair) => [pair.name ?? '', read(pair) ?? '']));
}
