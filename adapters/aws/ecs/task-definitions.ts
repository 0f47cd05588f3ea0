import {
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import type { EcsCalls } from './ecs-calls.ts';
import type { Fleet } from './fleet-config.ts';
import {
  type Definition,
  familyOf,
  type ReadDefinition,
  readDefinition,
  registerInput,
} from './task-definition.ts';

/** How many of a family's newest revisions are looked through before another is registered. */
const LOOK_BACK = 10;

/** The most definitions that are remembered; each is a few kilobytes. */
const REMEMBERED = 500;

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
    const known = this.#read.get(arn);
    if (known) return known;
    if (this.#read.size >= REMEMBERED) this.#read.delete(this.#read.keys().next().value ?? arn);
    const reading = this.#describe(service, arn);
    this.#read.set(arn, reading);
    reading.catch(() => this.#read.delete(arn)); // the next call asks again
    return reading;
  }

  /**
   * The ARN of a definition with this content: one of the family's newest that has it, else a new one. Registering has
   * no client token, so a crash may leave a revision that nothing runs; the next call finds it by its hash.
   */
  async ensure(definition: Definition): Promise<string> {
    const { service, contentHash } = definition;
    const command = new ListTaskDefinitionsCommand({
      familyPrefix: familyOf(this.#fleet, service),
      status: 'ACTIVE',
      sort: 'DESC',
      maxResults: LOOK_BACK,
    });
    const { taskDefinitionArns = [] } = await this.#calls.send(command);
    for (const arn of taskDefinitionArns.filter((one) => this.#isOfFamily(one, service)))
      if ((await this.read(service, arn)).contentHash === contentHash) return arn;
    const register = new RegisterTaskDefinitionCommand(registerInput(this.#fleet, definition));
    const { taskDefinition } = await this.#calls.send(register, 'RegisterTaskDefinition');
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /** A family prefix finds longer names too. */
  #isOfFamily(arn: string, service: string): boolean {
    return arn.split('/').at(-1)?.split(':')[0] === familyOf(this.#fleet, service);
  }

  async #describe(service: string, arn: string): Promise<ReadDefinition> {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] });
    return readDefinition(this.#fleet, service, await this.#calls.send(command));
  }
}
