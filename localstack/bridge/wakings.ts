import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Work } from '../../core/contract/work.ts';

/** What the product's own schedules call and send to. */
export interface WakingParts {
  readonly tick: string;
  readonly anchor: string;
  readonly reconcileQueue: string;
}

/** Anchors are written at most every so many ms of virtual time: a sixth as often as their schedule says. */
const ANCHOR_MS = 30 * 60_000;

/** Does what the product's schedules do - the tick, the sweep, the anchor - whenever virtual time says so. */
export class Wakings {
  readonly #lambda = new LambdaClient({});
  readonly #sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  readonly #parts: WakingParts;
  #anchoredMs = 0;

  constructor(parts: WakingParts) {
    this.#parts = parts;
  }

  /** Wakes the product once. @throws Error when a function failed. */
  async wake(nowMs: number): Promise<void> {
    const sweep = { kind: 'sweep' } satisfies Work;
    await this.#call(this.#parts.tick);
    await this.#sqs.send(
      new SendMessageCommand({ QueueUrl: this.#parts.reconcileQueue, MessageBody: JSON.stringify(sweep) }),
    );
    if (nowMs - this.#anchoredMs < ANCHOR_MS) return;
    this.#anchoredMs = nowMs;
    await this.#call(this.#parts.anchor);
  }

  async #call(FunctionName: string): Promise<void> {
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }),
    );
    if (FunctionError === undefined) return;
    throw new Error(`${FunctionName}: ${Buffer.from(Payload ?? []).toString('utf8')}`);
  }
}
