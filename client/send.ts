import { API_PREFIX } from '../core/contract/api-prefix.ts';
import { Problem } from '../core/contract/errors.ts';
import type { Route } from '../core/contract/routes/route.ts';
import { ApiProblem, unexplained, unreachable } from './api-problem.ts';
import { type AnyInput, addressOf } from './call.ts';

/** How a client reaches the control plane. */
export interface ClientOptions {
  /** Origin of the control plane, e.g. `http://localhost:3000`; empty for the page's own. */
  readonly baseUrl: string;
  /** The bearer token, or how to get the one that is valid now; absent for public routes. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  readonly fetch?: typeof fetch;
  /** How often a call that is safe to repeat is repeated when the answer says that it may succeed later. */
  readonly retries?: number;
  /** Makes an `Idempotency-Key`. */
  readonly newKey?: () => string;
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * Makes a call and answers what the route promises, parsed.
 * @throws ApiProblem when the answer is not a success, after the repetitions that are safe.
 */
export function send(route: Route, input: AnyInput, options: ClientOptions): Promise<unknown> {
  const keyed = withKey(route, input, options);
  const repetitions = isRepeatable(route, keyed) ? (options.retries ?? 2) : 0;
  return repeating({ repetitions, wait: options.wait ?? pause }, () => sendOnce(route, keyed, options));
}

async function repeating(
  { repetitions, wait }: { readonly repetitions: number; readonly wait: (ms: number) => Promise<void> },
  once: () => Promise<unknown>,
): Promise<unknown> {
  for (let nth = 0; nth < repetitions; nth += 1) {
    const answer = await once().catch(passingOrThrow);
    if (!(answer instanceof Passing)) return answer;
    await wait(200 * 4 ** nth);
  }
  return once();
}

/** A failure that may not happen again. */
class Passing {}

function passingOrThrow(error: unknown): Passing {
  if (ApiProblem.is(error) && error.retryable) return new Passing();
  throw error;
}

function withKey(route: Route, input: AnyInput, options: ClientOptions): AnyInput {
  if (route.method !== 'POST' || input.idempotencyKey !== undefined) return input;
  return { ...input, idempotencyKey: (options.newKey ?? (() => crypto.randomUUID()))() };
}

/** Reading is; writing is when a key makes the repetition answer the same. */
function isRepeatable(route: Route, input: AnyInput): boolean {
  return route.method === 'GET' || (input.idempotencyKey !== undefined && route.permission !== 'public');
}

async function sendOnce(route: Route, input: AnyInput, options: ClientOptions): Promise<unknown> {
  const response = await reach(`${options.baseUrl}${API_PREFIX}${addressOf(route, input)}`, options, {
    method: route.method,
    headers: await headersOf(input, options),
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    ...(input.signal && { signal: input.signal }),
  });
  if (response.ok && route.contentType === 'application/gzip')
    return route.result.parse(new Uint8Array(await response.arrayBuffer()));
  const text = await response.text();
  if (!response.ok) throw new ApiProblem(problemIn(text, response.status));
  return route.result.parse(route.contentType ? text : JSON.parse(text));
}

async function reach(url: string, options: ClientOptions, init: RequestInit): Promise<Response> {
  try {
    return await (options.fetch ?? fetch)(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiProblem(unreachable('The control plane did not answer.', 0), { cause });
  }
}

async function headersOf(input: AnyInput, { token }: ClientOptions): Promise<Record<string, string>> {
  const bearer = typeof token === 'function' ? await token() : token;
  return {
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(input.body !== undefined && { 'content-type': 'application/json' }),
    ...(input.idempotencyKey !== undefined && { 'idempotency-key': input.idempotencyKey }),
    ...(input.ifMatch !== undefined && { 'if-match': `"${input.ifMatch}"` }),
  };
}

function problemIn(text: string, status: number): Problem {
  const parsed = Problem.safeParse(jsonOrUndefined(text));
  return parsed.success ? parsed.data : unexplained(status);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
