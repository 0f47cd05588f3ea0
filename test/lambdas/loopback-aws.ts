import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { FakeTable } from './fake-table.ts';

type Marshalled = Record<string, AttributeValue>;

/** Operations that are refused, by name, with the error of each. */
export type Refused = Readonly<Record<string, string>>;

/** What a metric shows at an instant, in CloudWatch's unit. */
export type Measured = (metricName: string, atMs: number) => number | undefined;

/**
 * DynamoDB and CloudWatch's GetMetricData on the loopback interface, as far as functions ask them, for bundles that run
 * in a process of their own. Source: their API references; what the wire looks like, the SDK's own protocols.
 */
export class LoopbackAws {
  readonly #table: FakeTable;
  readonly #measured: Measured;
  readonly #refused: Refused;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(
    table: FakeTable,
    { measured = () => undefined, refused = {} }: { measured?: Measured; refused?: Refused } = {},
  ) {
    this.#table = table;
    this.#measured = measured;
    this.#refused = refused;
  }

  /** Starts to listen; resolves with the endpoint. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // Safe: it listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const refusal = this.#refused[operation ?? ''];
    if (refusal !== undefined) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: refusal, message: 'refused' }));
      return;
    }
    const [type, text] =
      operation === undefined
        ? ['text/xml', this.#metricData(new URLSearchParams(body))]
        : [
            'application/x-amz-json-1.0',
            JSON.stringify(await this.#tableAnswer(operation, JSON.parse(body))),
          ];
    response.writeHead(200, { 'content-type': type }).end(text);
  }

  async #tableAnswer(operation: string, input: Readonly<Record<string, never>>): Promise<object> {
    const { client } = this.#table;
    switch (operation) {
      case 'GetItem': {
        const { Item } = await client.send(
          new GetCommand({ ...input, TableName: '', Key: plain(input['Key']) }),
        );
        return Item ? { Item: marshalled(Item) } : {};
      }
      case 'BatchGetItem': {
        const [[table, asked] = ['', { Keys: [] }]] = Object.entries<{ Keys: Marshalled[] }>(
          input['RequestItems'] ?? {},
        );
        const command = new BatchGetCommand({ RequestItems: { [table]: { Keys: asked.Keys.map(plain) } } });
        const { Responses = {} } = await client.send(command);
        return { Responses: { [table]: (Responses[table] ?? []).map(marshalled) } };
      }
      case 'Query': {
        const values = plain(input['ExpressionAttributeValues']);
        const command = new QueryCommand({ ...input, TableName: '', ExpressionAttributeValues: values });
        const { Items = [] } = await client.send(command);
        return { Items: Items.map(marshalled) };
      }
      default: {
        const items: readonly TransactWriteItem[] = input['TransactItems'] ?? [];
        await client.send(new TransactWriteCommand({ TransactItems: items.map(plainAction) as never }));
        return {};
      }
    }
  }

  #metricData(form: URLSearchParams): string {
    const [from, to] = ['StartTime', 'EndTime'].map((name) => Date.parse(form.get(name) ?? '')) as [
      number,
      number,
    ];
    const results: string[] = [];
    for (let nth = 1; form.has(`MetricDataQueries.member.${nth}.Id`); nth += 1) {
      const of = (field: string) => form.get(`MetricDataQueries.member.${nth}.${field}`) ?? '';
      const points: [string, number][] = [];
      for (let at = from; at < to; at += Number(of('MetricStat.Period')) * 1_000) {
        const value = this.#measured(of('MetricStat.Metric.MetricName'), at);
        if (value !== undefined) points.push([new Date(at).toISOString(), value]);
      }
      const times = points.map(([at]) => `<member>${at}</member>`).join('');
      const values = points.map(([, value]) => `<member>${value}</member>`).join('');
      results.push(
        `<member><Id>${of('Id')}</Id><StatusCode>Complete</StatusCode><Timestamps>${times}</Timestamps><Values>${values}</Values></member>`,
      );
    }
    return `<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>${results.join('')}</MetricDataResults></GetMetricDataResult></GetMetricDataResponse>`;
  }
}

function plain(item: Marshalled | undefined): Record<string, unknown> {
  return unmarshall(item ?? {});
}

function marshalled(item: object): Marshalled {
  return marshall(item, { removeUndefinedValues: true });
}

/** An action of a transaction, its attribute values as plain ones. */
function plainAction(action: TransactWriteItem): object {
  return Object.fromEntries(
    Object.entries(action).map(([kind, what]) => [
      kind,
      Object.fromEntries(
        Object.entries(what ?? {}).map(([field, value]) => [
          field,
          ['Item', 'Key', 'ExpressionAttributeValues'].includes(field) ? plain(value as Marshalled) : value,
        ]),
      ),
    ]),
  );
}
