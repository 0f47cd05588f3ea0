import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { identityOf } from '../../adapters/aws/claims-identity.ts';
import type { ApiRequest, ApiResponse } from '../../core/api/api-request.ts';
import { correlationIdOf } from '../../core/api/correlation.ts';
import type { Endpoint } from '../../core/api/handler.ts';
import { API_PREFIX } from '../../core/contract/routes.ts';
import type { Ids } from '../../core/ports.ts';

type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What a function serves: an API, and the endpoints that API Gateway routes to it. */
export interface Served<P> {
  readonly api: (endpoint: Endpoint<P>, request: ApiRequest) => Promise<ApiResponse>;
  readonly endpoints: readonly Endpoint<P>[];
  readonly ids: Ids;
}

/** Carries calls of API Gateway to the API and its answers back. What a call means, the API says. */
export function http<P>({ api, endpoints, ids }: Served<P>) {
  const byRoute = new Map(endpoints.map((endpoint) => [routeKeyOf(endpoint), endpoint]));
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const endpoint = byRoute.get(event.routeKey);
    if (!endpoint) throw new Error(`API Gateway routes ${event.routeKey} here, but nothing serves it.`);
    return resultOf(await api(endpoint, requestOf(event, ids)));
  });
}

function routeKeyOf({ route }: Pick<Endpoint, 'route'>): string {
  return `${route.method} ${API_PREFIX}${route.path}`;
}

function requestOf(event: HttpEvent, ids: Ids): ApiRequest {
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  // A public route has no authorizer, whatever the type says.
  const claims = event.requestContext.authorizer?.jwt?.claims;
  return {
    params: definedOf(event.pathParameters),
    query: [...new URLSearchParams(event.rawQueryString)],
    headers,
    rawBody: bodyOf(event),
    identity: claims && identityOf(claims),
    correlationId: correlationIdOf(headers['x-correlation-id'] ?? event.requestContext.requestId, ids),
  };
}

function bodyOf({ body, isBase64Encoded }: HttpEvent): string | undefined {
  return body !== undefined && isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function definedOf(
  pairs: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, value ?? '']));
}

async function resultOf({ status, headers, body }: ApiResponse): Promise<APIGatewayProxyStructuredResultV2> {
  const answer = { statusCode: status, headers: { ...headers } };
  if (!(body instanceof Uint8Array)) return { ...answer, body: await textOf(body) };
  return { ...answer, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

async function textOf(body: string | AsyncIterable<string>): Promise<string> {
  if (typeof body === 'string') return body;
  const pieces: string[] = [];
  for await (const piece of body) pieces.push(piece);
  return pieces.join('');
}
