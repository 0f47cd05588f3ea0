import type { Hono } from 'hono';
import { identityOfTask, type TaskIdentity } from '../../../core/policy/task-identity.ts';
import type { Ports } from '../../../core/ports.ts';
import type { DevWorld } from '../http/dev-world.ts';
import { httpApp } from '../http/http-app.ts';
import { LocalTokens } from '../local-tokens.ts';

/** The door as it stands open: the app, and the keys of those who come through it. */
interface Open {
  readonly app: Hono;
  readonly tokens: LocalTokens;
}

/**
 * The product's HTTP surface for those who live inside the process: the same app as on the socket, without one, with
 * a token key of its own. It is made when somebody first comes through.
 */
export class InnerDoor {
  readonly #ports: Ports;
  readonly #world: DevWorld;
  #open: Promise<Open> | undefined;

  constructor(ports: Ports, world: DevWorld) {
    this.#ports = ports;
    this.#world = world;
  }

  async fetch(request: Request): Promise<Response> {
    return (await this.#opened()).app.fetch(request);
  }

  /** The token that says its bearer is this task. */
  async tokenOf(task: TaskIdentity): Promise<string> {
    const { tokens } = await this.#opened();
    return (await tokens.sign(identityOfTask(task))).token;
  }

  #opened(): Promise<Open> {
    this.#open ??= this.#make();
    return this.#open;
  }

  async #make(): Promise<Open> {
    const tokens = await LocalTokens.open();
    const live = { publish: () => undefined };
    return { tokens, app: httpApp({ ports: { ...this.#ports, world: this.#world, tokens, live } }) };
  }
}
