import { auditRoutes } from './routes/audit-routes.ts';
import { changeRoutes } from './routes/change-routes.ts';
import { generalRoutes } from './routes/general-routes.ts';
import { jobRoutes } from './routes/job-routes.ts';
import { moneyRoutes } from './routes/money-routes.ts';
import { monitoringRoutes } from './routes/monitoring-routes.ts';
import { policyRoutes } from './routes/policy-routes.ts';
import { proposalRoutes } from './routes/proposal-routes.ts';
import type { Route } from './routes/route.ts';
import { serviceRoutes } from './routes/service-routes.ts';

/** Every route of the product. */
export const ROUTES = {
  ...generalRoutes,
  ...auditRoutes,
  ...serviceRoutes,
  ...monitoringRoutes,
  ...changeRoutes,
  ...moneyRoutes,
  ...proposalRoutes,
  ...policyRoutes,
  ...jobRoutes,
} as const satisfies Record<string, Route>;
/** The name of a route, e.g. `deployService`. */
export type RouteName = keyof typeof ROUTES;
