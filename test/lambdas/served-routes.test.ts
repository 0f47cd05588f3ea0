import { auditEndpoints } from '../../core/api/endpoints/audit-endpoints.ts';
import { changeEndpoints } from '../../core/api/endpoints/change-endpoints.ts';
import { policyEndpoints } from '../../core/api/endpoints/policy-endpoints.ts';
import { readEndpoints } from '../../core/api/endpoints/read-endpoints.ts';
import { type HttpFunction, servedBy, TASK_ROUTES } from '../../core/contract/functions.ts';
import { ROUTES, type RouteName } from '../../core/contract/routes.ts';

const SERVED: Readonly<Record<HttpFunction, readonly { readonly name: string; readonly route: object }[]>> = {
  api: readEndpoints(),
  changes: changeEndpoints(),
  audit: auditEndpoints(),
  policies: policyEndpoints(),
};

const routes = Object.keys(ROUTES) as RouteName[]; // safe: the keys of the table are the names

describe('the functions that answer HTTP', () => {
  it('serve each route of the product once, and no other', () => {
    const served = Object.values(SERVED).flatMap((endpoints) => endpoints.map(({ name }) => name));
    expect(served.sort()).toEqual([...routes].sort());
  });

  it.each(routes)('serve a route where API Gateway sends it: %s', (name) => {
    const endpoint = SERVED[servedBy(name)].find((one) => one.name === name);
    expect(endpoint?.route).toBe(ROUTES[name]);
  });

  it('hold no right to change anything where they only read', () => {
    expect(SERVED.api.map(({ route }) => route)).toEqual(
      SERVED.api.map(() => expect.objectContaining({ method: 'GET' })),
    );
  });

  it('know tasks by their signature only where running tasks can be seen', () => {
    expect(TASK_ROUTES.map((name) => servedBy(name))).toEqual(['policies', 'policies']);
  });
});
