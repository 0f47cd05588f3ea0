import { gzipSync } from 'node:zlib';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Claims, identityOf as claimsIdentity } from '../../adapters/aws/claims-identity.ts';
import type { ApiRequest, ApiResponse } from '../../core/api/api-request.ts';
import { correlationIdOf } from '../../core/api/correlation.ts';
import type { Endpoint } from '../../core/api/handler.ts';
import { problemOf, problemResponse } from '../../core/api/problem.ts';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { OpsError } from '../../core/errors.ts';
import type { Ids } from '../../core/ports.ts';
import { logWith } from './log.ts';

type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What a function serves: an API, and the endpoints that API Gateway routes to it. */
export interface Served<P> {
  readonly api: (endpoint: Endpoint<P>, request: ApiRequest) => Promise<ApiResponse>;
  readonly endpoints: readonly Endpoint<P>[];
  readonly ids: Ids;
  /** Who a caller is that signed with a role instead of sending a token; nobody where no route asks for that. */
  readonly callerOf?: (userArn: string) => Promise<Identity | undefined>;
}

/**
 * The most bytes that Lambda hands back, and of these the most that are text as it is: its quotes are escaped on the way.
 * Source: AWS Lambda Developer Guide, "Lambda quotas": 6 MB for a response.
 */
const LARGEST_ANSWER = 5_900_000;
const LARGEST_PLAIN = 1_000_000;

/** The most characters that are put together in memory to be zipped; NDJSON shrinks to a tenth. */
const LARGEST_TEXT = 50_000_000;

/** From this size on an answer is zipped for whoever takes that. */
const WORTH_ZIPPING = 8_192;

/** Carries calls of API Gateway to the API and its answers back. What a call means, the API says. */
export function http<P>(served: Served<P>) {
  const byRoute = new Map(served.endpoints.map((endpoint) => [routeKeyOf(endpoint), endpoint]));
  // No timer a call: Lambda's own timeout ends what hangs.
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>({ timeoutEarlyInMillis: 0 }).handler(
    async (event) => {
      const endpoint = byRoute.get(event.routeKey);
      if (!endpoint) throw new Error(`API Gateway routes ${event.routeKey} here, but nothing serves it.`);
      // Only what may wait is waited for: each turn of a promise is a tenth of what a small call costs.
      const identity = claimedBy(event) ?? (await signedBy(event, served.callerOf));
      const request = requestOf(event, served.ids, identity);
      logWith(request.correlationId);
      const response = await served.api(endpoint, request);
      return isSmall(response.body) ? plain(response, response.body) : resultOf(response, request);
    },
  );
}

function routeKeyOf({ route }: Pick<Endpoint, 'route'>): string {
  return `${route.method} ${API_PREFIX}${route.path}`;
}

function requestOf(event: HttpEvent, ids: Ids, identity: Identity | undefined): ApiRequest {
  const headers = lowerCased(event.headers);
  return {
    params: definedOf(event.pathParameters),
    query: event.rawQueryString ? [...new URLSearchParams(event.rawQueryString)] : [],
    headers,
    rawBody: bodyOf(event),
    identity,
    correlationId: correlationIdOf(headers['x-correlation-id'] ?? event.requestContext.requestId, ids),
  };
}

/** A loop: it is half the cost of entries made and taken apart again, and every call pays it. */
function lowerCased(headers: HttpEvent['headers']): ApiRequest['headers'] {
  const lower: Record<string, string | undefined> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name];
  return lower;
}

/**
 * Who calls by the claims of the token that API Gateway has verified. Nothing else counts. A public route has no
 * authorizer, whatever the type says.
 */
function claimedBy({ requestContext }: HttpEvent): Identity | undefined {
  const authorizer: Partial<Authorizers> | undefined = requestContext.authorizer;
  const claims = authorizer?.jwt?.claims;
  return claims && claimsIdentity(claims);
}

/** Who calls by the role whose signature API Gateway has verified. */
async function signedBy(
  { requestContext }: HttpEvent,
  callerOf: Served<unknown>['callerOf'],
): Promise<Identity | undefined> {
  const authorizer: Partial<Authorizers> | undefined = requestContext.authorizer;
  const userArn = authorizer?.iam?.userArn;
  return userArn && callerOf ? callerOf(userArn) : undefined;
}

/** What the two authorizers leave in an event. Source: API Gateway Developer Guide, "Payload format version 2.0". */
interface Authorizers {
  readonly jwt: { readonly claims: Claims };
  readonly iam: { readonly userArn: string };
}

function bodyOf({ body, isBase64Encoded }: HttpEvent): string | undefined {
  return body !== undefined && isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function definedOf(
  pairs: Readonly<Record<string, string | undefined>> | null | undefined,
): Readonly<Record<string, string>> {
  if (!pairs) return {};
  return Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, value ?? '']));
}

/** Whether a body is text that is not worth zipping, however many bytes its characters take. */
function isSmall(body: ApiResponse['body']): body is string {
  return typeof body === 'string' && body.length < WORTH_ZIPPING / 3;
}

function plain({ status, headers }: Pick<ApiResponse, 'status' | 'headers'>, body: string) {
  return { statusCode: status, headers, body };
}

/** The answer as Lambda hands it back; one that is too large even when it is zipped is refused with the remedy. */
async function resultOf(
  { status, headers, body }: ApiResponse,
  request: ApiRequest,
): Promise<APIGatewayProxyStructuredResultV2> {
  const statusCode = status;
  if (body instanceof Uint8Array) return { statusCode, headers, ...inBase64(body) };
  const text = typeof body === 'string' ? body : await textOf(body);
  const bytes = text === undefined ? Number.POSITIVE_INFINITY : Buffer.byteLength(text);
  if (text !== undefined && bytes <= LARGEST_PLAIN && !(bytes >= WORTH_ZIPPING && takesGzip(request)))
    return plain({ status, headers }, text);
  const zipped = text === undefined ? undefined : inBase64(gzipSync(text));
  if (zipped && zipped.body.length <= LARGEST_ANSWER)
    return { statusCode, headers: { ...headers, ...ZIPPED }, ...zipped };
  return resultOf(problemResponse(problemOf(tooLarge(), request.correlationId)), request);
}

const ZIPPED = { 'content-encoding': 'gzip', vary: 'accept-encoding' };

function takesGzip({ headers }: ApiRequest): boolean {
  return /\bgzip\b/.test(headers['accept-encoding'] ?? '');
}

function inBase64(bytes: Uint8Array) {
  return { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
}

function tooLarge(): OpsError {
  return new OpsError('platform.answer_too_large', 'The answer is larger than a function may give.', {
    remedy: 'Read it in pages: GET /api/v1/audit answers the same entries page by page.',
  });
}

/** The whole text; undefined where it is longer than is put together. */
async function textOf(body: AsyncIterable<string>): Promise<string | undefined> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > LARGEST_TEXT) return undefined;
    pieces.push(piece);
  }
  return pieces.join('');
}
