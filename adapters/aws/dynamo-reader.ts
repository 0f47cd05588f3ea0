import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { OpsError } from '../../core/errors.ts';
import type { Commit, Item, Key, Query, QueryResult, Store } from '../../core/store/store.ts';
import { isStorable } from '../../core/store/well-formed.ts';
import { answered, clientSettings, unavailable } from './aws-client.ts';
import type { Attributes } from './dynamo-items.ts';
import { toItem } from './dynamo-items.ts';
import { cursorAt, queryInput } from './dynamo-query.ts';

/** What is named when the table does not answer. */
export const TABLE = 'dynamodb';

/** How often keys are asked for that a batch left out. */
const BATCHES = 8;

/** The reading half of the store on one DynamoDB table, for functions that may not write: a commit is refused. */
export class DynamoReader implements Store {
  protected readonly table: string;
  protected readonly client: DynamoDBDocumentClient;

  constructor(table: string, client: DynamoDBDocumentClient) {
    this.table = table;
    this.client = client;
  }

  async get(key: Key): Promise<Item | undefined> {
    if (!isStorable(key)) return undefined;
    const command = new GetCommand({ TableName: this.table, Key: { ...key }, ConsistentRead: true });
    const { Item: found } = await answered(TABLE, this.client.send(command));
    return found && toItem(found);
  }

  async getMany(keys: readonly Key[]): Promise<readonly Item[]> {
    const found = new Map<string, Item>();
    let wanted = [...new Map(keys.filter(isStorable).map((key) => [placeOf(key), { ...key }])).values()];
    for (let attempt = 0; wanted.length > 0; attempt += 1) {
      if (attempt > 0) await pause(backoffMs(attempt));
      if (attempt > BATCHES) throw unavailable(TABLE, new Error('BatchGetItem left keys unprocessed'));
      const request = { [this.table]: { Keys: wanted, ConsistentRead: true } };
      const answer = await answered(TABLE, this.client.send(new BatchGetCommand({ RequestItems: request })));
      for (const item of (answer.Responses?.[this.table] ?? []).map(toItem))
        found.set(placeOf(item.key), item);
      wanted = (answer.UnprocessedKeys?.[this.table]?.Keys ?? []).map(({ pk, sk }) => ({ pk, sk }));
    }
    return keys.flatMap((key) => found.get(placeOf(key)) ?? []);
  }

  async query(query: Query): Promise<QueryResult> {
    const input = queryInput(this.table, query);
    if (input === 'nothing') return { items: [] };
    const { Items = [], LastEvaluatedKey } = await answered(TABLE, this.client.send(new QueryCommand(input)));
    const page = Items.slice(0, query.limit);
    const last = page.at(-1);
    const more = Items.length > page.length || LastEvaluatedKey !== undefined;
    // Safe: `toItem` below refuses whatever does not have these attributes.
    const next = more && last ? { next: cursorAt(query, last as Attributes) } : {};
    return { items: page.map(toItem), ...next };
  }

  /** @throws OpsError `platform.unavailable`, always. */
  async commit(_commit: Commit): Promise<void> {
    throw new OpsError('platform.unavailable', 'This part of the control plane only reads the table.', {
      remedy: 'Nothing is to be done: what writes is another function.',
      params: { dependency: TABLE },
    });
  }
}

/** The table of the account and region that the environment names, to be read. */
export function openDynamoReader(table: string): DynamoReader {
  return new DynamoReader(table, documentClient());
}

/** A client that speaks in plain values; what is undefined is left out. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings()), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Grows with the attempt and is spread, so that two writers do not meet again. */
export function backoffMs(attempt: number): number {
  return Math.random() * Math.min(250, 10 * 2 ** attempt);
}

function placeOf({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}
