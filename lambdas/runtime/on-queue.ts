import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { log, loggedWith } from './log.ts';
import { measured } from './measured.ts';

/** What is done about the messages of a queue. */
export interface QueueWork<Message> {
  readonly kind: string;
  /** The message in a body; undefined for one that says nothing to us, which is dropped with a line in the log. */
  readonly parse: (body: unknown) => Message | undefined;
  /** The id that led to the message, where it names one; else its own stands in the log. */
  readonly correlationOf?: (message: Message) => string | undefined;
  /** Messages with the same answer are one piece of work. */
  readonly sameAs?: (message: Message) => string;
  readonly handle: (message: Message) => Promise<unknown>;
  /** Told once of every message, when it is first delivered; also of those that are one piece of work. */
  readonly seen?: (message: Message) => void;
}

/** What is read of a message of SQS. */
type Delivery = Pick<SQSRecord, 'body' | 'messageId'> & {
  readonly attributes?: Partial<SQSRecord['attributes']>;
};

/**
 * Works on a batch of messages. One that throws comes again, and after a few times lies in the dead letters; the others
 * of its batch are done with. Messages are hints and may come twice: work is idempotent.
 */
export function onQueue<Message>(work: QueueWork<Message>) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(sqsPartialBatchFailure({ logger: () => undefined }))
    .handler(async ({ Records }) => {
      const begun = new Map<string, Promise<unknown>>();
      // Safe: the middleware turns what settled how into the response that SQS reads.
      return Promise.allSettled(
        Records.map((record) => handled(work, record, begun)),
      ) as unknown as Promise<SQSBatchResponse>;
    });
}

function handled<Message>(
  { kind, parse, correlationOf, sameAs, handle, seen }: QueueWork<Message>,
  { body, messageId, attributes }: Delivery,
  begun: Map<string, Promise<unknown>>,
): Promise<unknown> {
  const message = parse(jsonOf(body));
  if (message === undefined) {
    log.warn(`${kind}.ignored`, { messageId, correlationId: messageId });
    return Promise.resolve();
  }
  const id = correlationOf?.(message) ?? messageId;
  if ((attributes?.ApproximateReceiveCount ?? '1') === '1') seen?.(message);
  const key = sameAs?.(message) ?? messageId;
  const known = begun.get(key) ?? loggedWith(id, () => measured(kind, () => handle(message)));
  begun.set(key, known);
  return known;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
