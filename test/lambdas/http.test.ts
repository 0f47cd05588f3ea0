import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { unreachable } from '../../adapters/aws/unreachable-platform.ts';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import { UlidIds } from '../../adapters/embedded/ulid-ids.ts';
import { createApi } from '../../core/api/create-api.ts';
import { readEndpoints } from '../../core/api/endpoints/read-endpoints.ts';
import { FARGATE_X86_US_EAST_1 } from '../../core/budget/prices.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { allEntries } from '../../core/store/records/audit.ts';
import { http } from '../../lambdas/runtime/http.ts';
import { log } from '../../lambdas/runtime/log.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;

const clock = { now: () => new Date('2026-01-01T12:00:00Z') };
const ids = new UlidIds(clock, { seed: 1 });
const store = await openLevelStore({ location: 'memory' });
const prices = { current: () => FARGATE_X86_US_EAST_1 };
const { metrics, alarms } = unreachable;
const ports = { store, clock, ids, prices, log, metrics, alarms };
const handler = http({ api: createApi(ports), endpoints: readEndpoints(), ids });

afterAll(() => store.close());

async function call(routeKey: string, more: Partial<Event> = {}, groups = '[role:viewer]') {
  const event = {
    routeKey,
    rawQueryString: '',
    headers: { 'X-Correlation-Id': 'c-1' },
    isBase64Encoded: false,
    requestContext: {
      requestId: 'r-1',
      authorizer: { jwt: { claims: { sub: 's-ana', username: 'ana', 'cognito:groups': groups } } },
    },
    ...more,
  };
  // Safe: the carrier reads no other field of the event, and nothing of the context.
  const result = await handler(event as unknown as Event, {} as Context);
  const { statusCode, headers, body } = result as APIGatewayProxyStructuredResultV2;
  return { status: statusCode, headers, body: JSON.parse(body ?? '') };
}

describe('calls that API Gateway hands to the function', () => {
  it('200: answers who the token says you are', async () => {
    expect(await call('GET /api/v1/me')).toMatchObject({
      status: 200,
      headers: { 'x-correlation-id': 'c-1' },
      body: { sub: 's-ana', kind: 'human', name: 'ana', roles: ['viewer'] },
    });
  });

  it('200: lists with a query', async () => {
    const answer = await call('GET /api/v1/changes', { rawQueryString: 'limit=1&status=open' });
    expect(answer).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('403: refuses a role, and the refusal is in the audit trail', async () => {
    const answer = await call('GET /api/v1/audit', {}, '[role:deployer]');
    expect(answer).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
    const { items } = await store.query({ ...allEntries, limit: 1 });
    expect(items[0]?.value).toMatchObject({
      action: 'access.denied',
      actor: { sub: 's-ana' },
      correlationId: 'c-1',
    });
  });

  it('404: names what is not there', async () => {
    const pathParameters = { name: 'ghost' };
    const answer = await call('GET /api/v1/services/{name}', { pathParameters });
    expect(answer).toMatchObject({ status: 404, body: { code: 'service.not_found' } });
  });

  it('422: names the field that is wrong', async () => {
    const answer = await call('GET /api/v1/services', { rawQueryString: 'limit=0' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'limit' }] } });
  });

  it('fails loudly on a route that is registered but not served', async () => {
    await expect(call('GET /api/v1/nothing')).rejects.toThrow('nothing serves it');
  });
});

describe('what the function hands back', () => {
  /** A route that answers `body`, whatever it is. */
  async function handed(body: string | Uint8Array<ArrayBuffer> | AsyncIterable<string>, headers = {}) {
    const [endpoint] = readEndpoints();
    if (!endpoint) throw new Error('there are routes');
    const answering = http({
      api: async () => ({ status: 200, headers: { 'content-type': 'x' }, body }),
      endpoints: [endpoint],
      ids,
    });
    const event = {
      routeKey: `${endpoint.route.method} /api/v1${endpoint.route.path}`,
      rawQueryString: '',
      headers,
      isBase64Encoded: false,
      requestContext: { requestId: 'r-1' },
    };
    // Safe: the carrier reads no other field of the event, and nothing of the context.
    const result = await answering(event as unknown as Event, {} as Context);
    return result as APIGatewayProxyStructuredResultV2;
  }

  const unzipped = ({ body = '' }: APIGatewayProxyStructuredResultV2) =>
    gunzipSync(Buffer.from(body, 'base64')).toString('utf8');

  async function* lines(count: number, line: string) {
    for (let nth = 0; nth < count; nth += 1) yield line;
  }

  it('is bytes as they are, in base64', async () => {
    const bytes = new Uint8Array([0, 255, 128]);
    expect(await handed(bytes)).toMatchObject({ body: 'AP+A', isBase64Encoded: true });
  });

  it('is small text as it is, whatever the caller takes', async () => {
    expect(await handed('{}', { 'Accept-Encoding': 'gzip' })).toMatchObject({ body: '{}' });
  });

  it('is zipped from 8 KB on for whoever takes that, and only for them', async () => {
    const text = 'a'.repeat(10_000);
    const zipped = await handed(text, { 'Accept-Encoding': 'br, gzip' });
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(unzipped(zipped)).toBe(text);
    expect((await handed(text)).body).toBe(text);
  });

  it('is zipped above a megabyte, because Lambda would not hand it back otherwise', async () => {
    const answer = await handed(lines(20_000, `${JSON.stringify({ entry: 'x'.repeat(300) })}\n`));
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(unzipped(answer)).toHaveLength(20_000 * 313);
  });

  it('413: is refused with the remedy when it is too large even so', async () => {
    const noise = randomBytes(6_000_000).toString('base64');
    for (const body of [noise, lines(60, 'y'.repeat(1_000_000))]) {
      const { statusCode, headers, body: text = '' } = await handed(body);
      expect(statusCode).toBe(413);
      expect(headers).toMatchObject({ 'content-type': expect.stringContaining('problem+json') });
      expect(JSON.parse(text)).toMatchObject({
        code: 'platform.answer_too_large',
        remedy: expect.stringContaining('in pages'),
        instance: 'r-1',
      });
    }
  });
});

describe('who calls', () => {
  async function who(authorizer: object | undefined) {
    const callerOf = async (arn: string): Promise<Identity | undefined> =>
      arn === 'arn:of:a:task'
        ? { sub: 'task/portal/t1', kind: 'task', name: 't1', roles: ['task'], groups: [] }
        : undefined;
    const signed = http({ api: createApi(ports), endpoints: readEndpoints(), ids, callerOf });
    const event = {
      routeKey: 'GET /api/v1/me',
      rawQueryString: '',
      headers: {},
      isBase64Encoded: false,
      requestContext: { requestId: 'r-1', ...(authorizer && { authorizer }) },
    };
    const result = await signed(event as unknown as Event, {} as Context);
    const { statusCode, body } = result as APIGatewayProxyStructuredResultV2;
    return { status: statusCode, body: JSON.parse(body ?? '') };
  }

  it('200: is the task whose role signed the call', async () => {
    expect(await who({ iam: { userArn: 'arn:of:a:task' } })).toMatchObject({
      status: 200,
      body: { sub: 'task/portal/t1', kind: 'task' },
    });
  });

  it.each([{ iam: { userArn: 'arn:of:somebody' } }, {}, undefined])(
    '401: is nobody with %j, whatever the call says of itself',
    async (authorizer) => {
      expect(await who(authorizer)).toMatchObject({ status: 401, body: { code: 'request.unauthenticated' } });
    },
  );
});
