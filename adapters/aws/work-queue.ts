import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Work } from '../../core/contract/work.ts';
import { answered, clientSettings, unavailable } from './aws-client.ts';
import { inBatches } from './in-batches.ts';

/** Of one request. Source: Amazon SQS API Reference, SendMessageBatch; 256 KiB is what every queue takes. */
const LIMITS = { most: 10, maxBytes: 256 * 1_024, bytesOf: (body: string) => Buffer.byteLength(body) };

/** The queue that reconcile reads. */
export class WorkQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor({ client, url }: { readonly client: SQSClient; readonly url: string }) {
    this.#client = client;
    this.#url = url;
  }

  /**
   * Hands `works` to whoever reads the queue, equal ones once. At least once and in no order: work only names whom to
   * look at. @throws OpsError `platform.unavailable` when some may not be in the queue; sending all again is safe.
   */
  async send(works: readonly Work[]): Promise<void> {
    const bodies = [...new Set(works.map((work) => JSON.stringify(work)))];
    for (const batch of inBatches(bodies, LIMITS)) await this.#send(batch);
  }

  async #send(bodies: readonly string[]): Promise<void> {
    const command = new SendMessageBatchCommand({
      QueueUrl: this.#url,
      Entries: bodies.map((body, i) => ({ Id: String(i), MessageBody: body })),
    });
    const { Failed = [] } = await answered('sqs', this.#client.send(command));
    const [first] = Failed;
    if (first) throw unavailable('sqs', new Error(`${Failed.length} not sent, the first: ${first.Code}`));
  }
}

/** The queue at `url`, in the account and region that the environment names. */
export function openWorkQueue(url: string): WorkQueue {
  return new WorkQueue({ client: new SQSClient(clientSettings()), url });
}
