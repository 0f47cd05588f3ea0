import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { logWith } from './log.ts';
import { measured } from './measured.ts';

/**
 * Works on a batch of the table's stream. `handle` answers the sequence numbers of the records that are to come again;
 * Lambda goes on from the first of them.
 */
export function onStream(
  kind: string,
  handle: (records: readonly DynamoDBRecord[]) => Promise<readonly string[]>,
) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }, context) => {
    logWith(context.awsRequestId);
    const failed = await measured(kind, () => handle(Records));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
}
