import * as z from 'zod';
import { DEV_ROUTES } from '../core/contract/dev-routes.ts';
import type { Route } from '../core/contract/routes/route.ts';
import { ROUTES } from '../core/contract/routes.ts';
import type { AnyInput, Call } from './call.ts';
import { type ClientOptions, send } from './send.ts';

// A page forbids eval by its content security policy; zod must not even try it there.
if ('document' in globalThis) z.config({ jitless: true });

type ClientOf<Routes extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Routes]: Call<Routes[Name]>;
};

/** One typed function per route of the product. */
export type Client = ClientOf<typeof ROUTES>;
/** One typed function per route that only the embedded world has. */
export type DevClient = ClientOf<typeof DEV_ROUTES>;

/** The SDK over the product's routes. Every function throws `ApiProblem` when the answer is not a success. */
export function createClient(options: ClientOptions): Client {
  return clientOf(ROUTES, options);
}

/** The SDK over the routes of the embedded world: identities, load, clock, cloud. */
export function createDevClient(options: ClientOptions): DevClient {
  return clientOf(DEV_ROUTES, options);
}

function clientOf<const Routes extends Readonly<Record<string, Route>>>(
  routes: Routes,
  options: ClientOptions,
): ClientOf<Routes> {
  const calls = Object.entries(routes).map(([name, route]) => [
    name,
    (input: AnyInput = {}) => send(route, input, options),
  ]);
  return Object.fromEntries(calls); // each function parses its answer by the route's own schema
}
