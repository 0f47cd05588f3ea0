import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import type { EcsCalls } from './ecs-calls.ts';
import type { Fleet } from './fleet-config.ts';
import { type ReadDefinition, readDefinition } from './read-definition.ts';
import { besideOf, type Definition, familyOf, registerInput } from './task-definition.ts';

/** How many of a family's newest revisions are looked through before another is registered. */
const LOOK_BACK = 10;

/**
 * The most definitions that are remembered, each a few kilobytes: more than a fleet of a thousand services runs, for a
 * sweep looks at all in turn, and one that forgot them in that turn would ask for each of them every minute.
 */
const REMEMBERED = 5_000;

/** Task definitions addressed by content. A revision never changes, so each is read once for ever. */
export class TaskDefinitions {
  readonly #calls: EcsCalls;
  readonly #fleet: Fleet;
  readonly #read = new Map<string, Promise<ReadDefinition>>();

  constructor({ calls, fleet }: { readonly calls: EcsCalls; readonly fleet: Fleet }) {
    this.#calls = calls;
    this.#fleet = fleet;
  }

  /** What a definition runs. @throws OpsError `platform.unavailable` */
  read(service: string, arn: string): Promise<ReadDefinition> {
    return this.#read.get(arn) ?? this.#remember(arn, this.#describe(service, arn));
  }

  /**
   * The ARN of a definition with this content, and with what the fleet puts beside it now: one of the family's newest
   * that we registered for it, else a new one. Registering has no client token, so a crash may leave a revision that
   * nothing runs; the next call finds it by its hash. What somebody registered by hand is never run for us, whatever it
   * holds beside the content.
   */
  async ensure(definition: Definition): Promise<string> {
    const { service, contentHash } = definition;
    const wantedBeside = besideOf(this.#fleet, definition);
    for (const arn of await this.#newest(service)) {
      const known = await this.read(service, arn);
      const isSame = known.contentHash === contentHash && known.beside === wantedBeside;
      if (known.isOurs && isSame) return arn;
    }
    return this.#register(definition);
  }

  /** What was registered is what is read: it is not asked for again. */
  async #register(definition: Definition): Promise<string> {
    const { service } = definition;
    const input = registerInput(this.#fleet, definition);
    const command = new RegisterTaskDefinitionCommand(input);
    const { taskDefinition } = await this.#calls.send(command, 'definitionChanges');
    const arn = taskDefinition?.taskDefinitionArn ?? '';
    const made = readDefinition(this.#fleet, service, { taskDefinition, tags: input.tags });
    await this.#remember(arn, Promise.resolve(made));
    return arn;
  }

  #remember(arn: string, reading: Promise<ReadDefinition>): Promise<ReadDefinition> {
    const [oldest] = this.#read.keys();
    if (oldest !== undefined && this.#read.size >= REMEMBERED) this.#read.delete(oldest);
    this.#read.set(arn, reading);
    reading.catch(() => this.#read.delete(arn)); // the next call asks again
    return reading;
  }

  /** Newest first. Some targets take the name of a family for a prefix of names. */
  async #newest(service: string): Promise<readonly string[]> {
    const family = familyOf(this.#fleet, service);
    const command = new ListTaskDefinitionsCommand({
      familyPrefix: family,
      status: 'ACTIVE',
      sort: 'DESC',
      maxResults: LOOK_BACK,
    });
    const { taskDefinitionArns = [] } = await this.#calls.send(command, 'definitionReads');
    return taskDefinitionArns.filter((arn) => arn.split('/').at(-1)?.split(':')[0] === family);
  }

  async #describe(service: string, arn: string): Promise<ReadDefinition> {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] });
    return readDefinition(this.#fleet, service, await this.#calls.send(command, 'definitionReads'));
  }
}
