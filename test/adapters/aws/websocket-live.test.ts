import {
  ApiGatewayManagementApiClient,
  ForbiddenException,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { mockClient } from 'aws-sdk-client-mock';
import { WebsocketLive } from '../../../adapters/aws/websocket-live.ts';
import { LiveMessage } from '../../../core/contract/events.ts';

const aws = mockClient(ApiGatewayManagementApiClient);
const fault = { $metadata: {}, message: 'no' };
const service: LiveMessage = { kind: 'service', id: 'portal', version: 3 };
const audit: LiveMessage = { kind: 'audit', id: 'service/portal', version: 9 };

/** Who is connected, without a table. */
class Connected {
  readonly left = new Set<string>();
  constructor(ids: readonly string[]) {
    for (const id of ids) this.left.add(id);
  }
  async *ids() {
    yield* [...this.left];
  }
  async remove(id: string) {
    this.left.delete(id);
  }
}

function live(...ids: string[]) {
  const connections = new Connected(ids);
  const client = new ApiGatewayManagementApiClient({ endpoint: 'https://ws.example.com/live' });
  return { connections, live: new WebsocketLive({ client, connections }) };
}

const heardBy = (id: string) =>
  aws
    .commandCalls(PostToConnectionCommand, { ConnectionId: id })
    .map(({ args }) => LiveMessage.parse(JSON.parse(String(args[0].input.Data))));

describe('telling pages over API Gateway', () => {
  beforeEach(() => {
    aws.reset();
    aws.on(PostToConnectionCommand).resolves({});
  });

  it('says each message to each page, one a frame', async () => {
    await live('a', 'b').live.tell([service, audit]);
    expect(heardBy('a')).toEqual([service, audit]);
    expect(heardBy('b')).toEqual([service, audit]);
  });

  it('asks nobody when there is nothing to say', async () => {
    await live('a').live.tell([]);
    expect(aws.calls()).toHaveLength(0);
  });

  it('forgets a page that is gone at its first frame, and tells the others', async () => {
    const gone = new GoneException({ ...fault, $metadata: { httpStatusCode: 410 } });
    aws.on(PostToConnectionCommand, { ConnectionId: 'gone' }).rejects(gone);
    const pages = live('a', 'gone', 'b');
    await pages.live.tell([service, audit]);
    expect([...pages.connections.left]).toEqual(['a', 'b']);
    expect(aws.commandCalls(PostToConnectionCommand, { ConnectionId: 'gone' })).toHaveLength(1);
    expect(heardBy('b')).toEqual([service, audit]);
  });

  it.each([
    ['is throttled', new LimitExceededException(fault), { name: 'LimitExceededException' }],
    ['does not answer', new Error('socket hang up'), { code: 'platform.unavailable' }],
    ['refuses us', new ForbiddenException(fault), { name: 'ForbiddenException' }],
  ])('tells the others, then fails and forgets nobody, when one %s', async (_, failure, as) => {
    aws.on(PostToConnectionCommand, { ConnectionId: 'b' }).rejects(failure);
    const pages = live('a', 'b', 'c');
    await expect(pages.live.tell([service])).rejects.toMatchObject(as);
    expect([heardBy('a'), heardBy('c')]).toEqual([[service], [service]]);
    expect(pages.connections.left.size).toBe(3);
  });

  it('tells many pages, a bounded number at a time', async () => {
    let open = 0;
    let most = 0;
    aws.on(PostToConnectionCommand).callsFake(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
    });
    await live(...Array.from({ length: 200 }, (_, i) => `page-${i}`)).live.tell([service]);
    expect(aws.calls()).toHaveLength(200);
    expect(most).toBe(25);
  });
});
