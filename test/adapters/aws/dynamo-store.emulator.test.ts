import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { openDynamoStore } from '../../../adapters/aws/dynamo-store.ts';
import { OpsEvent } from '../../../core/contract/events.ts';
import { describeCommitting } from '../store-commit-contract.ts';
import type { OpenedStore } from '../store-fixture.ts';
import { describeOrders } from '../store-order-contract.ts';
import { describeAudit } from '../store-outbox-contract.ts';
import { describeReading } from '../store-reading-contract.ts';

const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);
const ATTRIBUTES = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];
let tables = 0;

async function open(): Promise<OpenedStore> {
  tables += 1;
  const TableName = `ops-${process.pid}-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ATTRIBUTES.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys(''),
      GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
        IndexName,
        KeySchema: keys(IndexName),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  return {
    store: openDynamoStore(TableName),
    drainOutbox: (deliver) => deliverAll(TableName, deliver),
    forgetExpired: (now) => forgetLikeDynamo(TableName, now),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName }));
    },
  };
}

const itemsOf = async (table: string) =>
  (await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))).Items ?? [];
const remove = (table: string, { pk, sk }: Readonly<Record<string, unknown>>) =>
  documents.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));

/** Stands in for the stream of the table: whatever lies in the outbox, once. */
async function deliverAll(table: string, deliver: (event: OpsEvent) => Promise<void>): Promise<void> {
  for (const item of await itemsOf(table)) {
    if (!String(item['pk']).startsWith('OUTBOX#')) continue;
    await deliver(OpsEvent.parse(item['value']));
    await remove(table, item);
  }
}

/** Does what DynamoDB does some time after the instant in `ttl`, which the emulator does not. */
async function forgetLikeDynamo(table: string, now: string): Promise<number> {
  const expired = (await itemsOf(table)).filter((item) => Number(item['ttl']) * 1000 <= Date.parse(now));
  await Promise.all(expired.map((item) => remove(table, item)));
  return expired.length;
}

function keys(prefix: string) {
  return [
    { AttributeName: `${prefix}pk`, KeyType: 'HASH' as const },
    { AttributeName: `${prefix}sk`, KeyType: 'RANGE' as const },
  ];
}

describe('a store: DynamoDB', () => {
  describeReading(open);
  describeCommitting(open);
  describeOrders(open);
  describeAudit(open);
});
