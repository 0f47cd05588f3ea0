import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { OpsEvent } from '../../core/contract/events.ts';
import { isOutboxKey } from './dynamo-commit.ts';
import { toItem } from './dynamo-items.ts';

/** An event of the outbox and the place of its record in the stream. */
export interface OutboxEntry {
  readonly sequenceNumber: string;
  readonly event: OpsEvent;
}

/** What records of the table's stream hold of the outbox, in their order. */
export interface Outbox {
  readonly entries: readonly OutboxEntry[];
  /** Sequence numbers of records that hold no event that can be read; they belong to the dead letters. */
  readonly unreadable: readonly string[];
}

/**
 * The events of the outbox that `records` brought. Records of anything else, and outbox items that DynamoDB forgot, are
 * passed over. The stream must carry new images. Pure.
 */
export function outboxOf(records: readonly DynamoDBRecord[]): Outbox {
  const brought = records.filter(isOutboxInsert).map(entryOf);
  return {
    entries: brought.filter((entry) => typeof entry !== 'string'),
    unreadable: brought.filter((entry) => typeof entry === 'string'),
  };
}

function isOutboxInsert({ eventName, dynamodb }: DynamoDBRecord): boolean {
  const { pk, sk } = dynamodb?.Keys ?? {};
  return eventName === 'INSERT' && isOutboxKey({ pk: pk?.S ?? '', sk: sk?.S ?? '' });
}

/** The entry, or the sequence number alone when the image is no event. */
function entryOf({ dynamodb }: DynamoDBRecord): OutboxEntry | string {
  const sequenceNumber = dynamodb?.SequenceNumber ?? '';
  try {
    // Safe: a Lambda event holds the attribute values of the DynamoDB API; only bytes, which no item has, are base64.
    const image = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>);
    return { sequenceNumber, event: OpsEvent.parse(toItem(image).value) };
  } catch {
    return sequenceNumber;
  }
}
