import { DEV_ROUTES } from '../../core/contract/dev-routes.ts';
import { type Identity, mayDo, Role } from '../../core/contract/identity.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { HttpWorld } from './world.ts';

const routes: readonly (readonly [name: string, route: Route])[] = Object.entries(ROUTES);

function somebody(role: Role): Identity {
  return { sub: `some-${role}`, kind: 'human', name: role, roles: [role], groups: ['program'] };
}

/** An address of the route that names nothing that exists. */
function addressOf(route: Route): string {
  return route.path.replace('{name}', 'no-such').replace('{id}', '01JD0000000000000000000000');
}

describe('who may call which route', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await HttpWorld.open();
  });
  afterAll(() => world.close());

  const send = (as: Parameters<HttpWorld['call']>[0], route: Route) =>
    world.call(as, route.method, addressOf(route), route.body ? { body: {} } : {});

  it.each(routes)('401: %s answers nobody without a token', async (_name, route) => {
    const answer = await send('nobody', route);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.json['code']).toBe('request.unauthenticated');
  });

  for (const role of Role.options) {
    it.each(routes)(
      `403 or through: %s for the role ${role}, as the permission table says`,
      async (_name, route) => {
        const may = route.permission === 'authenticated' || mayDo(route.permission as never, [role]);
        const answer = await send(somebody(role), route);
        expect(answer.status === 401).toBe(false);
        expect(answer.json['code'] === 'request.forbidden').toBe(!may);
        if (!may) expect(answer.status).toBe(403);
      },
    );
  }

  it.each(Object.entries(DEV_ROUTES))('%s of the embedded world needs no token', async (_name, route) => {
    const answer = await send('nobody', route);
    expect([401, 403]).not.toContain(answer.status);
  });

  it('403: a refusal of a known caller is audited, one of nobody is not', async () => {
    const fresh = await HttpWorld.open();
    await fresh.call('nobody', 'POST', '/services', { body: {} });
    await fresh.call('aud', 'POST', '/services', { body: {}, headers: { 'x-correlation-id': 'try-1' } });
    const { json } = await fresh.call('aud', 'GET', '/audit?stream=access');
    expect(json['items']).toMatchObject([
      {
        action: 'access.denied',
        outcome: 'denied',
        actor: { sub: 'aud' },
        correlationId: 'try-1',
        detail: { route: 'deployService', permission: 'service:change' },
      },
    ]);
    await fresh.close();
  });

  it('403: the refusal names the roles that may', async () => {
    const { json } = await world.call('aud', 'POST', '/services', { body: {} });
    expect(json['remedy']).toContain('deployer');
  });
});

describe('tokens', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await HttpWorld.open();
  });
  afterAll(() => world.close());

  const withHeader = (authorization: string) =>
    world.call('nobody', 'GET', '/me', { headers: { authorization } });
  const identity = somebody('viewer');

  it.each([
    ['nothing after Bearer', 'Bearer '],
    ['no scheme', 'abc.def.ghi'],
    ['another scheme', 'Basic ZGV2OmRldg=='],
    ['a text that is no token', 'Bearer not-a-token'],
    [
      'an unsigned token',
      `Bearer ${btoa('{"alg":"none"}').replace(/=/g, '')}.${btoa('{"sub":"ana","roles":["approver"]}').replace(/=/g, '')}.`,
    ],
  ])('401: %s', async (_what, header) => {
    expect((await withHeader(header)).status).toBe(401);
  });

  it('401: a token that expired', async () => {
    const { token } = await world.tokens.sign(identity, -1);
    const answer = await withHeader(`Bearer ${token}`);
    expect(answer.status).toBe(401);
    expect(answer.json['detail']).toContain('expired');
  });

  it('401: a token whose roles were altered after signing', async () => {
    const { token } = await world.tokens.sign(identity);
    const [head, , signature] = token.split('.');
    const forged = btoa(JSON.stringify({ ...identity, roles: ['approver'] })).replace(/=/g, '');
    expect((await withHeader(`Bearer ${head}.${forged}.${signature}`)).status).toBe(401);
  });

  it('401: a token of another key', async () => {
    const other = await HttpWorld.open();
    const { token } = await other.tokens.sign(identity);
    expect((await withHeader(`Bearer ${token}`)).status).toBe(401);
    await other.close();
  });

  it('200: a good token says who its bearer is', async () => {
    const answer = await world.call('ana', 'GET', '/me');
    expect(answer.json).toMatchObject({ sub: 'ana', roles: ['viewer', 'approver'], groups: ['program'] });
  });
});
