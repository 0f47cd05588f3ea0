import type * as z from 'zod';
import type { Identity } from '../contract/identity.ts';
import type { Route } from '../contract/routes/route.ts';
import type { Ports } from '../ports.ts';

/** What a schema of a route makes of the input; undefined where the route has no such schema. */
type Parsed<R, Part extends string> =
  R extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined;

/** A call that passed: its parts have the types of the route, and the caller may make it. */
export interface Call<R extends Route> {
  readonly params: Parsed<R, 'params'>;
  readonly query: Parsed<R, 'query'>;
  readonly body: Parsed<R, 'body'>;
  /** The body as it was sent, before defaults were filled in. */
  readonly sentBody: unknown;
  /** Who asks; routes that need no token have nobody. */
  readonly identity: R['permission'] extends 'public' ? undefined : Identity;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  /** The version in `If-Match`. */
  readonly expectedVersion: number | undefined;
  /** `If-None-Match` as it was sent. */
  readonly ifNoneMatch: string | undefined;
}

/** What a handler answers. `status` is the route's success status unless told; `version` becomes the `ETag`. */
export interface Reply<Result> {
  readonly body: Result;
  readonly status?: 200 | 202 | 304;
  readonly location?: string;
  readonly version?: number;
  /** An entity tag of the route's own, with its quotes, where a version is not what tells two answers apart. */
  readonly etag?: string;
}

type Body<R extends Route> = R extends { readonly contentType: 'application/x-ndjson' }
  ? AsyncIterable<string>
  : z.output<R['result']>;

/** What answering a call takes in any case, whatever the route does. */
export type ApiPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'log'>;

/** What routes need that only read the table. */
export type TablePorts = ApiPorts & Pick<Ports, 'prices'>;

/** What reading takes: the table, what was measured, and the alarms. */
export type ReadPorts = TablePorts &
  Pick<Ports, 'metrics'> & { readonly alarms: Pick<Ports['alarms'], 'list'> };

/** What the whole trail takes: the table, and the anchor outside of it. */
export type AuditPorts = ApiPorts & Pick<Ports, 'anchor'>;

/** What happens when a route is called: a use case and the shape of its answer. */
export type Handler<R extends Route, P = Ports> = (ports: P, call: Call<R>) => Promise<Reply<Body<R>>>;

/** A route bound to its handler, its types forgotten: what the request pipeline runs. */
export interface Endpoint<P = Ports> {
  readonly name: string;
  readonly route: Route;
  run(
    ports: P,
    call: Omit<Call<Route>, 'identity'> & { readonly identity: Identity | undefined },
  ): Promise<Reply<unknown>>;
}

/** Binds a route to its handler. */
export function endpointOf<R extends Route, P>(name: string, route: R, handler: Handler<R, P>): Endpoint<P> {
  return {
    name,
    route,
    // Safe: the pipeline parsed the parts with this route's own schemas and checked its permission.
    run: (ports, call) => handler(ports, call as unknown as Call<R>),
  };
}
