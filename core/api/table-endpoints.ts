import { ROUTES } from '../contract/routes.ts';
import { SERVED_ROUTES, type ServedRoute } from '../contract/served-routes.ts';
import { type Endpoint, endpointOf, type Handler, type TablePorts } from './handler.ts';
import { getApproval, getChange, listApprovals, listChanges } from './handlers/change-handlers.ts';
import { getService, listDeployments, listRevisions, listServices } from './handlers/fleet-handlers.ts';
import { getHome, listAudit, whoAmI } from './handlers/general-handlers.ts';
import { getBudget, getPrices, listBudgets } from './handlers/money-handlers.ts';
import { getTimeline, listDecisions } from './handlers/monitoring-handlers.ts';

/** What the routes do that only read the table. Exhaustive over `SERVED_ROUTES`. */
const TABLE_HANDLERS: { readonly [Name in ServedRoute]: Handler<(typeof ROUTES)[Name], TablePorts> } = {
  getHome,
  whoAmI,
  listServices,
  getService,
  listRevisions,
  listDeployments,
  listDecisions,
  getTimeline,
  listChanges,
  getChange,
  listApprovals,
  getApproval,
  listBudgets,
  getBudget,
  getPrices,
  listAudit,
};

/** The routes that need the table and nothing else, bound. */
export function tableEndpoints(): readonly Endpoint<TablePorts>[] {
  return SERVED_ROUTES.map((name) => bound(name));
}

function bound<Name extends ServedRoute>(name: Name): Endpoint<TablePorts> {
  return endpointOf(name, ROUTES[name], TABLE_HANDLERS[name]);
}
