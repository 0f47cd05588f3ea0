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
