import { once } from 'node:events';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { WebSocket } from 'ws';
import { LiveConnections } from '../../../adapters/aws/live-connections.ts';
import { openWebsocketLive } from '../../../adapters/aws/websocket-live.ts';
import { type LevelStore, openLevelStore } from '../../../adapters/embedded/level-store.ts';
import { LiveMessage } from '../../../core/contract/events.ts';

const cloud = new CloudFormationClient({});
const StackName = `hms-live-${process.pid}`;
const ENDPOINT = process.env['AWS_ENDPOINT_URL'] ?? '';

/** A WebSocket API that answers every message with the id of its connection. */
const TEMPLATE = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
    },
    Echo: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: {
          ZipFile:
            'exports.handler = async (e) => ({ statusCode: 200, body: e.requestContext.connectionId });',
        },
      },
    },
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: StackName,
        ProtocolType: 'WEBSOCKET',
        RouteSelectionExpression: '$request.body.action',
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: '$default',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
      },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: 'live', AutoDeploy: true },
    },
  },
  Outputs: { ApiId: { Value: { Ref: 'Api' } } },
};

describe('telling pages, on the wire', () => {
  let endpoint: string;
  let store: LevelStore;
  let connections: LiveConnections;
  beforeAll(async () => {
    await cloud.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(TEMPLATE) }));
    await waitUntilStackCreateComplete({ client: cloud, maxWaitTime: 60 }, { StackName });
    const { Stacks = [] } = await cloud.send(new DescribeStacksCommand({ StackName }));
    const apiId = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiId')?.OutputValue;
    endpoint = `${ENDPOINT}/_aws/execute-api/${apiId}/live`;
    store = await openLevelStore({ location: 'memory' });
    connections = new LiveConnections({ store, clock: { now: () => new Date() } });
  }, 90_000);
  afterAll(async () => {
    await store.close();
    await cloud.send(new DeleteStackCommand({ StackName }));
  });

  /** An open page and the id of its connection. */
  async function openPage() {
    const socket = new WebSocket(endpoint.replace(/^http/, 'ws'));
    await once(socket, 'open');
    socket.send('{"action":"who"}');
    const [id] = await once(socket, 'message');
    await connections.add(String(id));
    return { socket, id: String(id) };
  }

  const MESSAGE: LiveMessage = { kind: 'service', id: 'portal', version: 3 };
  const tell = () => openWebsocketLive(endpoint, connections).tell([MESSAGE]);
  async function listening() {
    const ids: string[] = [];
    for await (const id of connections.ids()) ids.push(id);
    return ids;
  }

  it('reaches a page that listens', async () => {
    const { socket } = await openPage();
    const heard = once(socket, 'message');
    await tell();
    const [frame] = await heard;
    expect(LiveMessage.parse(JSON.parse(String(frame)))).toEqual(MESSAGE);
    socket.close();
  });

  it('forgets a page that left', async () => {
    const { socket, id } = await openPage();
    expect(await listening()).toContain(id);
    socket.close();
    await once(socket, 'close');
    // The other side learns of it a moment later.
    for (let i = 0; i < 500 && (await listening()).includes(id); i += 1) await tell();
    expect(await listening()).not.toContain(id);
  });
});
