import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { auditEntryKey } from '../../core/store/records/audit.ts';

/** Flips the lowest bit of one letter of the reason in the stored item; a second time flips it back. */
export async function flipOneByte(TableName: string, { stream, seq }: AuditEntry): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const { Item } = await client.send(new GetCommand({ TableName, Key: { ...auditEntryKey(stream, seq) } }));
  const reason: unknown = Item?.['value']?.reason;
  if (typeof reason !== 'string' || reason === '')
    throw new Error('the entry has no reason to flip a byte of');
  const flipped = String.fromCharCode(reason.charCodeAt(0) ^ 1) + reason.slice(1);
  await client.send(
    new PutCommand({ TableName, Item: { ...Item, value: { ...Item?.['value'], reason: flipped } } }),
  );
}
