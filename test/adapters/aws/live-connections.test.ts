import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoStore } from '../../../adapters/aws/dynamo-store.ts';
import { LiveConnections } from '../../../adapters/aws/live-connections.ts';
import { type LevelStore, openLevelStore } from '../../../adapters/embedded/level-store.ts';

const START = new Date('2026-01-05T09:00:00.000Z');

async function idsOf(connections: LiveConnections): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of connections.ids()) ids.push(id);
  return ids;
}

describe('the pages that listen', () => {
  let now: Date;
  let store: LevelStore;
  let connections: LiveConnections;
  beforeEach(async () => {
    now = START;
    store = await openLevelStore({ location: 'memory' });
    connections = new LiveConnections({ store, clock: { now: () => now } });
  });
  afterEach(() => store.close());

  it('are those that connected and did not go, however often either is said', async () => {
    for (const id of ['L0SM9cOFvHcCIhw=', 'b', 'b', 'c']) await connections.add(id);
    for (const id of ['c', 'c', 'unknown']) await connections.remove(id);
    expect(await idsOf(connections)).toEqual(['L0SM9cOFvHcCIhw=', 'b']);
  });

  it('are all of them, page after page', async () => {
    const many = Array.from({ length: 205 }, (_, i) => String(i).padStart(3, '0'));
    for (const id of many) await connections.add(id);
    expect(await idsOf(connections)).toEqual(many);
  });

  it('are not there any more after the two hours that API Gateway gives them, and are forgotten', async () => {
    await connections.add('a');
    now = new Date('2026-01-05T10:59:59.000Z');
    expect(await idsOf(connections)).toEqual(['a']);
    now = new Date('2026-01-05T11:00:00.000Z');
    expect(await idsOf(connections)).toEqual([]);
    expect(await store.forgetExpired(now.toISOString())).toBe(1);
  });
});

describe('what the pages that listen cost the table', () => {
  const aws = mockClient(DynamoDBDocumentClient);
  const store = new DynamoStore('ops', DynamoDBDocumentClient.from(new DynamoDBClient({})));
  const connections = new LiveConnections({ store, clock: { now: () => START } });
  beforeEach(() => {
    aws.reset();
    aws.on(TransactWriteCommand).resolves({});
    aws.on(QueryCommand).resolves({ Items: [] });
  });

  it('is one request to add, remove or list them', async () => {
    await connections.add('a');
    await connections.remove('a');
    await idsOf(connections);
    expect(aws.calls()).toHaveLength(3);
    const [put] = aws.commandCalls(TransactWriteCommand);
    expect(put?.args[0].input.TransactItems?.[0]?.Put?.Item).toMatchObject({
      pk: 'LIVE',
      sk: 'CONNECTION#a',
      ttl: Date.parse('2026-01-05T11:00:00Z') / 1_000,
    });
  });
});
