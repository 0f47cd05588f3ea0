import type { Context } from 'hono';
import type { ApiRequest } from '../../../core/api/api-request.ts';
import { unauthenticated } from '../../../core/api/authorize.ts';
import { correlationIdOf } from '../../../core/api/correlation.ts';
import { BODY_LIMITS, malformed, tooLarge } from '../../../core/api/read-json.ts';
import type { Identity } from '../../../core/contract/identity.ts';
import type { Route } from '../../../core/contract/routes/route.ts';
import type { Ids, Tokens } from '../../../core/ports.ts';

/**
 * A call as the core takes it: verified identity, bounded body.
 * @throws OpsError `request.unauthenticated`, `request.too_large`, `request.malformed`.
 */
export async function readRequest(
  context: Context,
  route: Route,
  { tokens, ids }: { readonly tokens: Tokens; readonly ids: Ids },
): Promise<ApiRequest> {
  const { req } = context;
  const identity =
    route.permission === 'public' ? undefined : await identify(tokens, req.header('authorization'));
  return {
    params: req.param(),
    query: [...new URL(req.url).searchParams],
    headers: req.header(),
    rawBody: route.body && (await readBody(req.raw, route.bodyLimitBytes)),
    identity,
    correlationId: correlationIdOf(req.header('x-correlation-id'), ids),
  };
}

async function identify(tokens: Tokens, authorization: string | undefined): Promise<Identity | undefined> {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) throw unauthenticated();
  return tokens.verify(token);
}

/** Stops reading as soon as there is too much: nobody can fill the memory. */
async function readBody(
  request: Request,
  limitBytes: number = BODY_LIMITS.bytes,
): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformed('is not UTF-8', 'send UTF-8 text', cause);
  }
}
