import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { ServiceSpecInput } from '../../core/contract/service-spec.ts';

/** A call as API Gateway hands it to a function, its token verified. Payload format version 2.0. */
export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What every pipeline is given to do. */
export type Work = 'read a service' | 'say who calls' | 'plan a deploy' | 'deploy under a key';

/** Each piece of work as a request, and how many of it fit into a round where one of the least fits `share` times. */
export const WORK: Readonly<Record<Work, { readonly share: number; readonly event: () => HttpEvent }>> = {
  'read a service': {
    share: 0.5,
    event: () =>
      eventOf({ method: 'GET', path: '/api/v1/services/{name}', params: { name: specOf(0).name } }),
  },
  'say who calls': { share: 1, event: () => eventOf({ method: 'GET', path: '/api/v1/me' }) },
  'plan a deploy': {
    share: 0.05,
    event: () =>
      eventOf({ method: 'POST', path: '/api/v1/services', query: 'dryRun=true', body: specOf(nextNumber()) }),
  },
  'deploy under a key': {
    share: 0.02,
    event: () => {
      const nth = nextNumber();
      const headers = { 'idempotency-key': `key-${nth}` };
      return eventOf({ method: 'POST', path: '/api/v1/services', body: specOf(nth), headers });
    },
  },
};

/** The nth service, as somebody would deploy it. */
export function specOf(nth: number): ServiceSpecInput {
  return {
    name: `svc-${String(nth).padStart(6, '0')}`,
    image: 'govlab/job-ingest:v1',
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    environment: { LOG_LEVEL: 'info', REGION: 'us-east-1' },
    owner: 'dev',
    program: 'bench',
  };
}

let made = 0;

/** A number that no service has yet. */
function nextNumber(): number {
  made += 1;
  return made;
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload 2.0. */
function eventOf({ method, path, params, query = '', body, headers }: Sent): HttpEvent {
  const rawPath = path.replace('{name}', params?.['name'] ?? '');
  const event = {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: query,
    headers: {
      accept: 'application/json',
      'content-length': '0',
      host: 'api.example',
      'user-agent': 'bench',
      'x-correlation-id': 'bench-1',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
      ...bodyHeaders(body),
    },
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(params && { pathParameters: { ...params } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    requestContext: contextOf(method, path, rawPath),
    isBase64Encoded: false,
  };
  // Safe: these are the fields of the payload; the type asks for a principal that API Gateway does not send.
  return event as unknown as HttpEvent;
}

function bodyHeaders(body: unknown) {
  if (body === undefined) return {};
  const length = Buffer.byteLength(JSON.stringify(body));
  return { 'content-type': 'application/json', 'content-length': String(length) };
}

function contextOf(method: string, path: string, rawPath: string) {
  const groups = '[role:viewer role:deployer program]';
  return {
    accountId: '123456789012',
    apiId: 'api',
    authorizer: {
      jwt: { claims: { sub: 's-ana', 'cognito:username': 'ana', 'cognito:groups': groups }, scopes: null },
    },
    domainName: 'api.example',
    domainPrefix: 'api',
    http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
    requestId: 'r-1',
    routeKey: `${method} ${path}`,
    stage: '$default',
    time: '23/Nov/2026:08:00:00 +0000',
    timeEpoch: 1_795_420_800_000,
  };
}
