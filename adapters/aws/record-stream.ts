import type { DynamoDBRecord } from 'aws-lambda';
import { type ItemMark, liveMessages } from '../../core/api/live-messages.ts';
import type { LiveMessage } from '../../core/contract/events.ts';

/**
 * What pages are told of `records` of the table's stream: what was stored, each record once and with the version it has
 * last. What was deleted says nothing, as everywhere. The stream must carry new images. Pure.
 */
export function liveMessagesOf(records: readonly DynamoDBRecord[]): readonly LiveMessage[] {
  return liveMessages(records.flatMap((record) => markOf(record) ?? []));
}

/** Reads only what a message needs, not the record itself. */
function markOf({ dynamodb }: DynamoDBRecord): ItemMark | undefined {
  const { pk, sk, version } = dynamodb?.NewImage ?? {};
  if (pk?.S === undefined || sk?.S === undefined || version?.N === undefined) return undefined;
  return { key: { pk: pk.S, sk: sk.S }, version: Number(version.N) };
}
