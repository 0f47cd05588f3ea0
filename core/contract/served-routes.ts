import type { RouteName } from './routes.ts';

/**
 * The routes that the API function answers on AWS today: those that read the table and nothing else. The others need
 * the ECS, CloudWatch and registry adapters; until these stand they are not registered, and API Gateway answers 404.
 */
export const SERVED_ROUTES = [
  'getHome',
  'whoAmI',
  'listServices',
  'getService',
  'listRevisions',
  'listDeployments',
  'listDecisions',
  'getTimeline',
  'listChanges',
  'getChange',
  'listApprovals',
  'getApproval',
  'listBudgets',
  'getBudget',
  'getPrices',
  'listAudit',
] as const satisfies readonly RouteName[];

/** The name of a route that is served on AWS. */
export type ServedRoute = (typeof SERVED_ROUTES)[number];
