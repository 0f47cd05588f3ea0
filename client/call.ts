import type * as z from 'zod';
import type { Route } from '../core/contract/routes/route.ts';

/** What a schema of a route takes from a caller; nothing where the route has no such schema. */
type InputOf<R, Part extends string> =
  R extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.input<Schema> : undefined;

type Nothing = Record<never, unknown>;

/** One argument of a call: absent, optional when all of it is, or mandatory. */
type Field<Key extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Nothing extends Value
    ? { readonly [K in Key]?: Value }
    : { readonly [K in Key]: Value };

/** What every call may carry besides what its route asks for. */
export interface CallExtras {
  /** The version that was seen; the call answers 412 when it is no longer the newest. */
  readonly ifMatch?: number;
  /** Same key and body: same answer. Made for each POST unless given. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The arguments of a route: `params`, `query` and `body` exactly as its schemas ask. */
export type CallInput<R extends Route> = CallExtras &
  Field<'params', InputOf<R, 'params'>> &
  Field<'query', InputOf<R, 'query'>> &
  Field<'body', InputOf<R, 'body'>>;

/** What a route answers. */
export type CallResult<R extends Route> = z.output<R['result']>;

/** A typed function for a route; the argument may be left out where nothing in it is mandatory. */
export type Call<R extends Route> =
  Nothing extends CallInput<R>
    ? (input?: CallInput<R>) => Promise<CallResult<R>>
    : (input: CallInput<R>) => Promise<CallResult<R>>;

/** A call once its types have done their work. */
export interface AnyInput extends CallExtras {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The address of a call: the route's path with its parameters, and the query that was given. Pure. */
export function addressOf(route: Route, input: AnyInput): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  );
  const query = Object.entries(input.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
  );
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}
