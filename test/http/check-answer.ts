import { DEV_ROUTES } from '../../core/contract/dev-routes.ts';
import { ERRORS, Problem } from '../../core/contract/errors.ts';
import { errorsOf } from '../../core/contract/openapi/route-errors.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import type { Answer } from './answer.ts';

/** Codes that come from the carrier, whatever the route. */
const CARRIER: readonly string[] = ['route.not_found', 'route.method_not_allowed', 'request.misdirected'];

/**
 * Holds every answer of every test to the contract: a success has the shape of the route's result, a failure is a
 * problem document whose status and code stand in the error table and in what the route may answer.
 */
export function checkAnswer(method: string, path: string, answer: Answer): void {
  const route = routeOf(method, path);
  if (answer.status >= 400) checkProblem(route, answer);
  else if (route && !route.contentType) route.result.parse(answer.json);
  expect(answer.headers.get('x-correlation-id')).toBeTruthy();
}

function checkProblem(route: Route | undefined, answer: Answer): void {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = Problem.parse(answer.json);
  const known = Object.entries(ERRORS).find(([code]) => code === problem.code);
  expect(known?.[1].status).toBe(answer.status);
  expect(problem.remedy).not.toBe('');
  expect(problem.instance).toBe(answer.headers.get('x-correlation-id'));
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.ts:\d+|node_modules/);
  if (route && !CARRIER.includes(problem.code)) expect(errorsOf(route)).toContain(problem.code);
}

function routeOf(method: string, path: string): Route | undefined {
  const address = path.split('?')[0] ?? '';
  return Object.values<Route>({ ...ROUTES, ...DEV_ROUTES }).find(
    (route) => route.method === method && matcher(route.path).test(address),
  );
}

function matcher(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}
