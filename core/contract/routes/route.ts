import * as z from 'zod';
import type { Permission } from '../identity.ts';
import { Name, Ulid } from '../primitives.ts';

/** One line of the one table that feeds API Gateway, handlers, local server, client, OpenAPI, docs and tests. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`; `{name}` marks a parameter. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** `authenticated`: any valid token; `public`: none needed. */
  readonly permission: Permission | 'authenticated' | 'public';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly result: z.ZodType;
  /** 202 answers carry `Location` of the Change to watch. */
  readonly success: 200 | 202;
  /** Whether `If-Match` is honoured; the version is in `ETag` of the matching GET. */
  readonly ifMatch?: true;
  /** What an answer is when it is not JSON: a stream of lines, or bytes with an `ETag` of their own. */
  readonly contentType?: 'application/x-ndjson' | 'application/gzip';
  /** The most bytes its body may have, where that is not the 64 KB of every other. */
  readonly bodyLimitBytes?: number;
  readonly tag: string;
}

/** Path parameters of a route about one named thing. */
export const byName = z.strictObject({ name: Name });

/** Path parameters of a route about one numbered thing. */
export const byId = z.strictObject({ id: Ulid });

/** What all reading routes of the fleet share. */
export const read = { permission: 'fleet:read', success: 200 } as const;
