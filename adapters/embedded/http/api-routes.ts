import type { Context, Hono } from 'hono';
import type { ApiResponse } from '../../../core/api/api-request.ts';
import { correlationIdOf } from '../../../core/api/correlation.ts';
import { type Api, createApi } from '../../../core/api/create-api.ts';
import type { Endpoint } from '../../../core/api/handler.ts';
import { problemOf, problemResponse } from '../../../core/api/problem.ts';
import { API_PREFIX } from '../../../core/contract/api-prefix.ts';
import { OpsError } from '../../../core/errors.ts';
import type { Ports, Tokens } from '../../../core/ports.ts';
import { readRequest } from './read-request.ts';

/** What routes are served with. */
export interface Service<P extends Ports> {
  readonly ports: P;
  readonly tokens: Tokens;
  readonly endpoints: readonly Endpoint<P>[];
}

/** Registers every endpoint of the tables, and for each address the refusal of every other method. */
export function registerRoutes<P extends Ports>(app: Hono, service: Service<P>): void {
  const api = createApi(service.ports);
  for (const endpoint of service.endpoints) {
    app.on(endpoint.route.method, pathOf(endpoint), (context) => answer(context, { api, endpoint, service }));
  }
  for (const [path, methods] of methodsByPath(service.endpoints)) {
    app.all(path, (context) => refuse(context, service, { path, methods }));
  }
}

async function answer<P extends Ports>(
  context: Context,
  { api, endpoint, service }: { api: Api<P>; endpoint: Endpoint<P>; service: Service<P> },
): Promise<Response> {
  const { tokens, ports } = service;
  try {
    const request = await readRequest(context, endpoint.route, { tokens, ids: ports.ids });
    return toResponse(await api(endpoint, request));
  } catch (error) {
    return problem(context, ports, error);
  }
}

/** The problem of a failure outside the pipeline. */
export function problem(
  context: Context,
  { ids, log }: Pick<Ports, 'ids' | 'log'>,
  error: unknown,
): Response {
  const correlationId = correlationIdOf(context.req.header('x-correlation-id'), ids);
  const document = problemOf(error, correlationId);
  if (document.status >= 500) log.error('http.failed', { error, correlationId });
  const response = toResponse(problemResponse(document));
  // The rest of the body is not read, so nothing can follow it on this connection.
  if (document.status === 413) response.headers.set('connection', 'close');
  return response;
}

function refuse(
  context: Context,
  { ports }: Pick<Service<Ports>, 'ports'>,
  { path, methods }: { readonly path: string; readonly methods: readonly string[] },
): Response {
  const allowed = methods.join(', ');
  const error = new OpsError('route.method_not_allowed', `${path} has no method ${context.req.method}.`, {
    remedy: `Use ${allowed}.`,
    params: { allowed: methods },
  });
  const response = problem(context, ports, error);
  response.headers.set('allow', allowed);
  return response;
}

function methodsByPath<P extends Ports>(
  endpoints: readonly Endpoint<P>[],
): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, readonly string[]>();
  for (const endpoint of endpoints) {
    const path = pathOf(endpoint);
    methods.set(path, [...(methods.get(path) ?? []), endpoint.route.method]);
  }
  return methods;
}

/** `/api/v1/services/{name}` as the router writes it. */
function pathOf<P extends Ports>({ route }: Endpoint<P>): string {
  return `${API_PREFIX}${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
}

function toResponse({ status, headers, body }: ApiResponse): Response {
  return new Response(status === 304 ? null : bodyOf(body), { status, headers });
}

function bodyOf(body: ApiResponse['body']): string | Uint8Array<ArrayBuffer> | ReadableStream {
  return typeof body === 'string' || body instanceof Uint8Array ? body : streamOf(body);
}

function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
