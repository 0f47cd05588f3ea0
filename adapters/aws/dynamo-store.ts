import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { AuditHead, auditHeadKey } from '../../core/store/records/audit.ts';
import type { Commit, Item, Key, Query, QueryResult, Store, StreamEnd } from '../../core/store/store.ts';
import { assertWellFormed, conflictOver, isStorable } from '../../core/store/well-formed.ts';
import { answered, clientSettings, unavailable } from './aws-client.ts';
import { commitInput, streamsOf } from './dynamo-commit.ts';
import type { Attributes } from './dynamo-items.ts';
import { toItem } from './dynamo-items.ts';
import { cursorAt, queryInput } from './dynamo-query.ts';
import { type Refusal, refusalOf } from './dynamo-refusal.ts';

/** What is named when the table does not answer. */
const TABLE = 'dynamodb';

/** How often a commit is tried when only the end of an audit stream had moved; one of those that meet always wins. */
const HEAD_RACES = 50;
/** How often keys are asked for that a batch left out. */
const BATCHES = 8;

/** The store on one DynamoDB table. A client's own retries are safe: each transaction carries a token. */
export class DynamoStore implements Store {
  readonly #table: string;
  readonly #client: DynamoDBDocumentClient;

  constructor(table: string, client: DynamoDBDocumentClient) {
    this.#table = table;
    this.#client = client;
  }

  async get(key: Key): Promise<Item | undefined> {
    if (!isStorable(key)) return undefined;
    const command = new GetCommand({ TableName: this.#table, Key: { ...key }, ConsistentRead: true });
    const { Item: found } = await answered(TABLE, this.#client.send(command));
    return found && toItem(found);
  }

  async getMany(keys: readonly Key[]): Promise<readonly Item[]> {
    const found = new Map<string, Item>();
    let wanted = [...new Map(keys.filter(isStorable).map((key) => [placeOf(key), { ...key }])).values()];
    for (let attempt = 0; wanted.length > 0; attempt += 1) {
      if (attempt > 0) await pause(backoffMs(attempt));
      if (attempt > BATCHES) throw unavailable(TABLE, new Error('BatchGetItem left keys unprocessed'));
      const request = { [this.#table]: { Keys: wanted, ConsistentRead: true } };
      const answer = await answered(TABLE, this.#client.send(new BatchGetCommand({ RequestItems: request })));
      for (const item of (answer.Responses?.[this.#table] ?? []).map(toItem))
        found.set(placeOf(item.key), item);
      wanted = (answer.UnprocessedKeys?.[this.#table]?.Keys ?? []).map(({ pk, sk }) => ({ pk, sk }));
    }
    return keys.flatMap((key) => found.get(placeOf(key)) ?? []);
  }

  async query(query: Query): Promise<QueryResult> {
    const input = queryInput(this.#table, query);
    if (input === 'nothing') return { items: [] };
    const { Items = [], LastEvaluatedKey } = await answered(
      TABLE,
      this.#client.send(new QueryCommand(input)),
    );
    const page = Items.slice(0, query.limit);
    const last = page.at(-1);
    const more = Items.length > page.length || LastEvaluatedKey !== undefined;
    // Safe: `toItem` below refuses whatever does not have these attributes.
    const next = more && last ? { next: cursorAt(query, last as Attributes) } : {};
    return { items: page.map(toItem), ...next };
  }

  async commit(commit: Commit): Promise<void> {
    assertWellFormed(commit);
    for (let attempt = 1; ; attempt += 1) {
      const refusal = await this.#tryCommit(commit, attempt === 1 ? commit.heads : []);
      if (refusal.kind === 'none') return;
      if (refusal.kind === 'conflict') throw conflictOver(refusal.write);
      if (attempt === HEAD_RACES)
        throw unavailable(TABLE, new Error('the end of an audit stream kept moving'));
      await pause(backoffMs(attempt));
    }
  }

  async #tryCommit(
    commit: Commit,
    known: readonly StreamEnd[] = [],
  ): Promise<Refusal | { readonly kind: 'none' }> {
    const heads = await this.#headsOf(streamsOf(commit), known);
    const command = new TransactWriteCommand(commitInput(this.#table, commit, heads));
    try {
      await this.#client.send(command);
      return { kind: 'none' };
    } catch (cause) {
      if (!(cause instanceof TransactionCanceledException)) throw unavailable(TABLE, cause);
      const refusal = refusalOf(cause.CancellationReasons ?? [], commit.writes);
      if (refusal.kind === 'failure') throw unavailable(TABLE, cause);
      return refusal;
    }
  }

  async #headsOf(
    streams: readonly string[],
    known: readonly StreamEnd[],
  ): Promise<ReadonlyMap<string, StreamEnd>> {
    const unknown = streams.filter((stream) => !known.some((head) => head.stream === stream));
    const items = await this.getMany(unknown.map(auditHeadKey));
    const read = items.map(({ value }) => AuditHead.parse(value));
    return new Map([...known, ...read].map((head) => [head.stream, head]));
  }
}

/** The store on `table` of the account and region that the environment names. */
export function openDynamoStore(table: string): DynamoStore {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings()), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return new DynamoStore(table, client);
}

/** Grows with the attempt and is spread, so that two writers do not meet again. */
function backoffMs(attempt: number): number {
  return Math.random() * Math.min(250, 10 * 2 ** attempt);
}

function placeOf({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}
