import {
  type CancellationReason,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Stored = Readonly<Record<string, unknown>>;
type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * What was asked of a table: the requests in their order, and the units that they are billed. Units by the size of an
 * item as JSON, which is a little more than DynamoDB counts. Source: DynamoDB Developer Guide, "Read/write capacity".
 */
export interface TableCost {
  readonly requests: readonly string[];
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** A table in memory behind the document client, as far as the store asks one. It counts what it is asked. */
export class FakeTable {
  readonly mock = mockClient(DynamoDBDocumentClient);
  readonly client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  readonly #items = new Map<string, Stored>();
  #cost: TableCost = { requests: [], readUnits: 0, writeUnits: 0 };

  constructor() {
    this.mock.on(GetCommand).callsFake(({ Key }) => {
      const [Item] = this.#read('GetItem', [Key]);
      return { Item };
    });
    this.mock.on(BatchGetCommand).callsFake(({ RequestItems }) => {
      const [[table, { Keys }]] = Object.entries<{ Keys: Stored[] }>(RequestItems) as [
        [string, { Keys: Stored[] }],
      ]; // safe: the store asks one table
      return { Responses: { [table]: this.#read('BatchGetItem', Keys) } };
    });
    this.mock.on(QueryCommand).callsFake((input: QueryCommandInput) => this.#query(input));
    this.mock.on(TransactWriteCommand).callsFake(({ TransactItems }) => this.#write(TransactItems));
  }

  /** What `work` asks of the table. */
  async costOf(work: () => Promise<unknown>): Promise<TableCost> {
    this.#cost = { requests: [], readUnits: 0, writeUnits: 0 };
    await work();
    return this.#cost;
  }

  #note(request: string, { readUnits = 0, writeUnits = 0 }: Partial<TableCost>): void {
    const { requests, ...sums } = this.#cost;
    this.#cost = {
      requests: [...requests, request],
      readUnits: sums.readUnits + readUnits,
      writeUnits: sums.writeUnits + writeUnits,
    };
  }

  #read(request: string, keys: readonly Stored[]): readonly Stored[] {
    const found = keys.map((key) => this.#items.get(placeOf(key)));
    // Each item is read consistently and rounded up by itself; one that is not there costs a unit too.
    this.#note(request, { readUnits: found.reduce((sum, item) => sum + units(sizeOf(item), 4_096), 0) });
    return found.filter((item) => item !== undefined);
  }

  #query(input: QueryCommandInput): { readonly Items: readonly Stored[] } {
    const { '#pk': pk = 'pk', '#sk': sk = 'sk' } = input.ExpressionAttributeNames ?? {};
    const { ':pk': of, ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
    const items = [...this.#items.values()]
      .filter((item) => item[pk] === of && (from === undefined || isWithin(item[sk], from, to)))
      .sort((a, b) => (isWithin(a[sk], a[sk], b[sk]) ? -1 : 1) * (input.ScanIndexForward ? 1 : -1))
      .slice(0, input.Limit);
    const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
    this.#note('Query', { readUnits: units(bytes, 4_096) / (input.ConsistentRead ? 1 : 2) });
    return { Items: items };
  }

  /** Twice the units of a plain write. */
  #write(actions: readonly Action[]): object {
    const writeUnits = actions.reduce((sum, { Put }) => sum + 2 * units(sizeOf(Put?.Item), 1_024), 0);
    this.#note('TransactWriteItems', { writeUnits });
    const CancellationReasons = actions.map((action) => this.#refusal(action));
    if (CancellationReasons.some(({ Code }) => Code !== 'None'))
      throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
    for (const { Put, Delete } of actions) {
      if (Put?.Item) this.#items.set(placeOf(Put.Item), Put.Item);
      if (Delete?.Key) this.#items.delete(placeOf(Delete.Key));
    }
    return {};
  }

  #refusal({ Put, Delete, ConditionCheck }: Action): CancellationReason {
    const { ConditionExpression: condition, ExpressionAttributeValues: values = {} } =
      Put ?? Delete ?? ConditionCheck ?? {};
    const found = this.#items.get(placeOf(Put?.Item ?? Delete?.Key ?? ConditionCheck?.Key ?? {}));
    const holds = condition?.startsWith('attribute_not_exists')
      ? found === undefined
      : condition === undefined || found?.['version'] === values[':version'];
    return { Code: holds ? 'None' : 'ConditionalCheckFailed' };
  }
}

function placeOf({ pk, sk }: Stored): string {
  return `${pk}\u0000${sk}`;
}

function sizeOf(item: Stored | undefined): number {
  return item === undefined ? 0 : Buffer.byteLength(JSON.stringify(item));
}

/** Whole units of so many bytes, at least one. */
function units(bytes: number, each: number): number {
  return Math.max(1, Math.ceil(bytes / each));
}

/** In the order of UTF-8 bytes, both ends included. */
function isWithin(place: unknown, from: unknown, to: unknown): boolean {
  const [at, first, last] = [place, from, to].map((text) => Buffer.from(String(text), 'utf8')) as [
    Buffer,
    Buffer,
    Buffer,
  ]; // safe: three in, three out
  return Buffer.compare(first, at) <= 0 && Buffer.compare(at, last) <= 0;
}
