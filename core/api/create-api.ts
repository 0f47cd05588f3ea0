import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { responseOf } from './answer.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { authorize } from './authorize.ts';
import type { ApiPorts, Endpoint } from './handler.ts';
import { KeyTaken, keyUse } from './idempotency.ts';
import { type CallParts, parseCall } from './parse-call.ts';
import { problemOf, problemResponse } from './problem.ts';
import { type InFlight, runOnce } from './run-once.ts';

/** Answers calls of endpoints. Never throws: every failure is a problem document. */
export type Api<P extends ApiPorts = Ports> = (
  endpoint: Endpoint<P>,
  request: ApiRequest,
) => Promise<ApiResponse>;

/** The API over some ports: who may call, what was sent, once per key, then the endpoint's handler. */
export function createApi<P extends ApiPorts>(ports: P): Api<P> {
  const inFlight: InFlight = new Map();
  return async (endpoint, request) => {
    try {
      await authorize(ports, endpoint, request);
      const parts = parseCall(endpoint.route, request);
      return await dispatch({ ports, inFlight, endpoint }, request, parts);
    } catch (error) {
      return failed({ ports, endpoint }, request, error);
    }
  };
}

interface Context<P extends ApiPorts> {
  readonly ports: P;
  readonly endpoint: Endpoint<P>;
}

async function dispatch<P extends ApiPorts>(
  context: Context<P> & { readonly inFlight: InFlight },
  request: ApiRequest,
  parts: CallParts,
): Promise<ApiResponse> {
  const { ports, endpoint, inFlight } = context;
  const key = parts.idempotencyKey;
  if (key === undefined || !request.identity || isDryRun(parts)) return run(context, request, parts);
  const use = keyUse({
    sub: request.identity.sub,
    route: endpoint.name,
    params: parts.params,
    query: parts.query,
    body: parts.sentBody,
    key,
    at: ports.clock.now().toISOString(),
  });
  const { params } = parts;
  const { correlationId } = request;
  return runOnce(ports, inFlight, {
    use,
    endpoint,
    params,
    correlationId,
    run: (keyed) => run({ endpoint, ports: keyed }, request, parts),
  });
}

/** Makes the call; a failure becomes its problem, so that it can be kept like any other answer. */
async function run<P extends ApiPorts>(
  context: Context<P>,
  request: ApiRequest,
  parts: CallParts,
): Promise<ApiResponse> {
  try {
    // Handed on as it is: to lay the parts out anew would cost a third of a small call.
    const reply = await context.endpoint.run(context.ports, parts as Parts);
    return responseOf(context.endpoint.route, reply, request.correlationId);
  } catch (error) {
    if (error instanceof KeyTaken) throw error;
    return failed(context, request, error);
  }
}

// Safe: the endpoint knows the types of its own parts; the pipeline treats them as unknown.
type Parts = CallParts & { readonly params: undefined; readonly query: undefined; readonly body: undefined };

function failed<P extends ApiPorts>(context: Context<P>, request: ApiRequest, error: unknown): ApiResponse {
  const problem = problemOf(error, request.correlationId);
  const { log } = context.ports;
  const fields = { route: context.endpoint.name, code: problem.code, correlationId: request.correlationId };
  if (problem.status >= 500) log.error('api.failed', { ...fields, ...internals(error) });
  else log.info('api.refused', { ...fields, status: problem.status });
  return problemResponse(problem);
}

/** What only the log may know. */
function internals(error: unknown): Readonly<Record<string, unknown>> {
  const cause = OpsError.is(error) ? (error.cause ?? error) : error;
  return cause instanceof Error ? { error: cause.message, stack: cause.stack } : { error: String(cause) };
}

function isDryRun({ query }: CallParts): boolean {
  return typeof query === 'object' && query !== null && Reflect.get(query, 'dryRun') === 'true';
}
