import { ROUTES, type RouteName } from '../contract/routes.ts';
import { type Endpoint, endpointOf, type Handler } from './handler.ts';
import * as audit from './handlers/audit-handlers.ts';
import * as changes from './handlers/change-handlers.ts';
import * as fleet from './handlers/fleet-handlers.ts';
import * as general from './handlers/general-handlers.ts';
import * as jobs from './handlers/job-handlers.ts';
import * as money from './handlers/money-handlers.ts';
import * as monitoring from './handlers/monitoring-handlers.ts';
import * as policies from './handlers/policy-handlers.ts';
import * as proposals from './handlers/proposal-handlers.ts';
import * as services from './handlers/service-handlers.ts';

/** What each route does. Exhaustive: a route without a handler, or one with the wrong types, does not compile. */
export const API_HANDLERS: { readonly [Name in RouteName]: Handler<(typeof ROUTES)[Name]> } = {
  ...general,
  ...audit,
  ...services,
  ...fleet,
  ...monitoring,
  ...changes,
  ...money,
  ...proposals,
  ...policies,
  ...jobs,
};

/** A route of the product bound to its handler. */
export function apiEndpoint<Name extends RouteName>(name: Name): Endpoint {
  return endpointOf(name, ROUTES[name], API_HANDLERS[name]);
}

/** Every route of the product, bound. */
export function apiEndpoints(): readonly Endpoint[] {
  // Safe: the keys of the table are the route names.
  return (Object.keys(ROUTES) as RouteName[]).map((name) => apiEndpoint(name));
}
