import { setTimeout as pause } from 'node:timers/promises';
import { ECSClient, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-ecs';
import { answered, clientSettings, unavailable } from '../aws-client.ts';
import { type Bucket, ECS_RATES, type RateName, take, type Urgency } from './call-budget.ts';

/** What a command of the SDK is to this class: its input and output hang together by its type. */
type EcsCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Parameters<
  typeof ECSClient.prototype.send<Input, Output>
>[0];

/** How a worker knows the time that passes between its calls, and lets some pass. */
export interface Waiting {
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

const REAL: Waiting = { nowMs: () => Date.now(), pause };

/** Longest wait for a turn, in ms: what has none by then is left to the next tick. */
const LONGEST_WAIT_MS = 4_000;

/** Calls ECS inside the rates it allows. A worker of its own has a budget of its own; throttling beyond it is retried. */
export class EcsCalls {
  readonly #client: ECSClient;
  readonly #waiting: Waiting;
  readonly #buckets = new Map<RateName, Bucket>();

  constructor(client: ECSClient, waiting: Waiting = REAL) {
    this.#client = client;
    this.#waiting = waiting;
  }

  /** @throws OpsError `platform.unavailable` when ECS does not answer, or no turn came in time. */
  async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: EcsCommand<Input, Output>,
    rate: RateName,
    urgency: Urgency = 'ordinary',
  ): Promise<Output> {
    await this.#turn(rate, urgency);
    return answered('ecs', this.#client.send(command));
  }

  async #turn(name: RateName, urgency: Urgency): Promise<void> {
    const deadlineMs = this.#waiting.nowMs() + LONGEST_WAIT_MS;
    for (;;) {
      const nowMs = this.#waiting.nowMs();
      const { bucket, waitMs } = take(ECS_RATES[name], this.#buckets.get(name), { nowMs, urgency });
      this.#buckets.set(name, bucket);
      if (waitMs === 0) return;
      if (nowMs + waitMs > deadlineMs) throw unavailable('ecs', new Error(`no turn for ${name} in time`));
      await this.#waiting.pause(waitMs);
    }
  }
}

/** ECS of the account and region that the environment names. */
export function openEcsCalls(): EcsCalls {
  return new EcsCalls(new ECSClient(clientSettings()));
}
