import type { Route } from '../../contract/routes/route.ts';
import { type Endpoint, endpointOf, type Handler } from '../handler.ts';

/** Binds each handler to the route of its name. */
export function bindAll<
  Routes extends Readonly<Record<string, Route>>,
  Name extends keyof Routes & string,
  P,
>(routes: Routes, handlers: { readonly [N in Name]: Handler<Routes[N], P> }): readonly Endpoint<P>[] {
  // Safe: the keys of the handlers are their names.
  return (Object.keys(handlers) as Name[]).map((name) => endpointOf(name, routes[name], handlers[name]));
}
