import type { RoutesOf } from '../../contract/functions.ts';
import { ROUTES } from '../../contract/routes.ts';
import type { Endpoint, Handler, ReadPorts } from '../handler.ts';
import { listAudit } from '../handlers/audit-handlers.ts';
import { getApproval, getChange, listApprovals, listChanges } from '../handlers/change-handlers.ts';
import { getService, listDeployments, listRevisions, listServices } from '../handlers/fleet-handlers.ts';
import { getHome, whoAmI } from '../handlers/general-handlers.ts';
import { getJob, getRun, listJobs, listRuns } from '../handlers/job-handlers.ts';
import { getBudget, getPrices, listBudgets } from '../handlers/money-handlers.ts';
import {
  getMetrics,
  getServiceMetrics,
  getTimeline,
  listAlarms,
  listDecisions,
} from '../handlers/monitoring-handlers.ts';
import { listPolicyDecisions } from '../handlers/policy-handlers.ts';
import { getProposal, getSavings, listProposals } from '../handlers/proposal-handlers.ts';
import { bindAll } from './bind-all.ts';

/** What reading routes do. Exhaustive over the routes of the function `api`. */
const READING: { readonly [Name in RoutesOf<'api'>]: Handler<(typeof ROUTES)[Name], ReadPorts> } = {
  getHome,
  whoAmI,
  listAudit,
  listServices,
  getService,
  listRevisions,
  listDeployments,
  listDecisions,
  getTimeline,
  getServiceMetrics,
  getMetrics,
  listAlarms,
  listChanges,
  getChange,
  listApprovals,
  getApproval,
  listBudgets,
  getBudget,
  getPrices,
  listProposals,
  getProposal,
  getSavings,
  listPolicyDecisions,
  listJobs,
  getJob,
  listRuns,
  getRun,
};

/** The endpoints of the function `api`. */
export function readEndpoints(): readonly Endpoint<ReadPorts>[] {
  return bindAll(ROUTES, READING);
}
