import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { commitInput } from '../../../adapters/aws/dynamo-commit.ts';
import type { Unpublished } from '../../../adapters/aws/event-bus.ts';
import type { OpsEvent } from '../../../core/contract/events.ts';
import { onStream } from '../../../lambdas/runtime/on-stream.ts';
import { publishOutbox } from '../../../lambdas/runtime/publish-outbox.ts';
import { commitOf, draftFor, eventFor, itemFor, putOf } from '../../adapters/store-examples.ts';
import { linesOf } from './lines.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const context = { awsRequestId: 'r-1' } as Context; // safe: the pipeline reads nothing else of it

/** The records of the stream that a commit leaves. */
function recordsOf(commit: Parameters<typeof commitOf>[0], eventName = 'INSERT'): DynamoDBRecord[] {
  const { TransactItems = [] } = commitInput('table', commitOf(commit), new Map());
  return TransactItems.map(({ Put }, nth) => {
    const NewImage = marshall(Put?.Item, { removeUndefinedValues: true });
    const { pk, sk } = NewImage;
    // Safe: a record of the stream as far as it is read.
    return {
      eventName,
      dynamodb: { Keys: { pk, sk }, NewImage, SequenceNumber: `s-${nth}` },
    } as unknown as DynamoDBRecord;
  });
}

async function outbox(records: readonly DynamoDBRecord[], refuses: readonly string[] = []) {
  const published: OpsEvent[] = [];
  const bus = {
    publish: async (events: readonly OpsEvent[]): Promise<readonly Unpublished[]> => {
      published.push(...events);
      return events.filter(({ id }) => refuses.includes(id)).map(({ id }) => ({ id, because: 'Throttled' }));
    },
  };
  const handler = onStream('outbox', (all) => publishOutbox({ bus, log: silent }, all));
  const answers: unknown[] = [];
  await linesOf(async () => answers.push(await handler({ Records: [...records] }, context)));
  return { published, answer: answers[0] };
}

describe('the outbox in the stream of the table', () => {
  const [a, b] = [eventFor('a'), eventFor('b')];

  it('is put on the bus: the events of a commit and nothing else of it', async () => {
    const commit = { writes: [putOf(itemFor('x'))], audit: [draftFor('service/x')], events: [a, b] };
    const { published, answer } = await outbox(recordsOf(commit));
    expect(published).toEqual([a, b]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('is not put there again when the table forgets an event, or it is written once more', async () => {
    const records = [...recordsOf({ events: [a] }, 'REMOVE'), ...recordsOf({ events: [a] }, 'MODIFY')];
    expect((await outbox(records)).published).toEqual([]);
  });

  it('comes again from the first event that the bus did not take', async () => {
    const { answer } = await outbox(recordsOf({ events: [a, b] }), [b.id]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 's-1' }] });
  });
});

describe('a batch of the stream', () => {
  it('comes again as a whole when its work throws', async () => {
    const handler = onStream('push', async () => {
      throw new Error('no page was told');
    });
    await linesOf(() => expect(handler({ Records: [] }, context)).rejects.toThrow('no page was told'));
  });
});
