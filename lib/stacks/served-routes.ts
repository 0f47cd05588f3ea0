import { ROUTES, type RouteName } from '../../core/contract/routes.ts';

/**
 * The routes that the API function answers on AWS today: those that need the table and nothing of the platform.
 * The others are not registered, so API Gateway answers them 404; docs/operations.md lists them.
 */
export const SERVED_ROUTES: readonly RouteName[] = (Object.keys(ROUTES) as RouteName[]).filter((name) =>
  STORE_ONLY.has(name),
);
