import type { RoutesOf } from '../../contract/functions.ts';
import { changeRoutes } from '../../contract/routes/change-routes.ts';
import { jobRoutes } from '../../contract/routes/job-routes.ts';
import { moneyRoutes } from '../../contract/routes/money-routes.ts';
import { proposalRoutes } from '../../contract/routes/proposal-routes.ts';
import { serviceRoutes } from '../../contract/routes/service-routes.ts';
import type { Endpoint, Handler } from '../handler.ts';
import { breakGlass, cancelChange, voteOnApproval } from '../handlers/change-handlers.ts';
import { scaleService, stopDeployment } from '../handlers/fleet-handlers.ts';
import {
  cancelRun,
  reportRunMetrics,
  resumeJob,
  retireJob,
  scheduleJob,
  startRun,
  suspendJob,
} from '../handlers/job-handlers.ts';
import { setBudget } from '../handlers/money-handlers.ts';
import { applyProposal } from '../handlers/proposal-handlers.ts';
import {
  answerDrift,
  deployService,
  restoreService,
  retireService,
  rollbackService,
  setServiceBounds,
  updateService,
} from '../handlers/service-handlers.ts';
import { bindAll } from './bind-all.ts';

/** The groups that hold changing routes; the others' schemas stay out of the function. */
const ROUTES = { ...serviceRoutes, ...changeRoutes, ...moneyRoutes, ...proposalRoutes, ...jobRoutes };

/** What changing routes do. Exhaustive over the routes of the function `changes`. */
const CHANGING: { readonly [Name in RoutesOf<'changes'>]: Handler<(typeof ROUTES)[Name]> } = {
  deployService,
  updateService,
  setServiceBounds,
  rollbackService,
  retireService,
  restoreService,
  answerDrift,
  scaleService,
  stopDeployment,
  cancelChange,
  breakGlass,
  voteOnApproval,
  setBudget,
  applyProposal,
  scheduleJob,
  suspendJob,
  resumeJob,
  retireJob,
  startRun,
  cancelRun,
  reportRunMetrics,
};

/** The endpoints of the function `changes`. */
export function changeEndpoints(): readonly Endpoint[] {
  return bindAll(ROUTES, CHANGING);
}
