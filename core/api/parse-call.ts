import * as z from 'zod';
import type { Identity } from '../contract/identity.ts';
import type { Route } from '../contract/routes/route.ts';
import type { ApiRequest } from './api-request.ts';
import { fieldErrors, invalid } from './field-errors.ts';
import { readJson } from './read-json.ts';

/** The parts of a call, parsed by the schemas of its route; with who calls and the call's id, all that a handler gets. */
export interface CallParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly sentBody: unknown;
  readonly idempotencyKey: string | undefined;
  readonly expectedVersion: number | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly identity: Identity | undefined;
  readonly correlationId: string;
}

/**
 * Parses a call by its route: parameters, query, body, `Idempotency-Key` and `If-Match`.
 * @throws OpsError `request.invalid` naming each wrong field, and what `readJson` throws.
 */
export function parseCall(route: Route, request: ApiRequest): CallParts {
  const sentBody =
    route.body && readJson(request.rawBody, request.headers['content-type'], route.bodyLimitBytes);
  return {
    params: route.params && parsePart(route.params, request.params, 'path'),
    query: !route.query && request.query.length === 0 ? NOTHING : queryIn(route, request.query),
    body: route.body && parsePart(route.body, sentBody, 'body'),
    sentBody,
    idempotencyKey: keyOf(route, request.headers['idempotency-key']),
    expectedVersion: versionOf(route, request.headers['if-match']),
    ifNoneMatch: request.headers['if-none-match'],
    identity: request.identity,
    correlationId: request.correlationId,
  };
}

/** Made once: to make a schema costs more than the rest of a call. */
const NO_QUERY = z.strictObject({});
const NOTHING: Readonly<Record<string, never>> = {};

function queryIn(route: Route, pairs: ApiRequest['query']): unknown {
  return parsePart(route.query ?? NO_QUERY, queryOf(pairs), 'query');
}

function parsePart(schema: z.ZodType, value: unknown, whole: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues, { value, whole, known: fieldsOf(schema) }), parsed.error);
}

function fieldsOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  // Safe: what a readonly wraps is itself a schema.
  return schema instanceof z.ZodReadonly ? fieldsOf(schema.unwrap() as z.ZodType) : [];
}

function queryOf(pairs: ApiRequest['query']): Readonly<Record<string, string>> {
  const seen = new Set<string>();
  for (const [name] of pairs) {
    if (seen.has(name) || name === '__proto__')
      throw invalid([
        { field: name, problem: 'stands there twice or is not known', remedy: 'send it at most once' },
      ]);
    seen.add(name);
  }
  return Object.fromEntries(pairs);
}

function keyOf(route: Route, sent: string | undefined): string | undefined {
  if (sent === undefined || route.method !== 'POST') return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(sent)) return sent;
  throw invalid([
    {
      field: 'Idempotency-Key',
      problem: 'has the wrong form',
      remedy: 'use 1 to 255 visible ASCII characters, for example a UUID',
    },
  ]);
}

function versionOf(route: Route, sent: string | undefined): number | undefined {
  if (sent === undefined || route.method === 'GET') return undefined;
  const version = /^"(\d{1,15})"$/.exec(sent.trim())?.[1];
  if (route.ifMatch && version !== undefined) return Number(version);
  throw invalid([
    route.ifMatch
      ? {
          field: 'If-Match',
          problem: 'has the wrong form',
          remedy: 'send the ETag of the GET, for example "3"',
        }
      : { field: 'If-Match', problem: 'is not honoured here', remedy: 'leave it out' },
  ]);
}
