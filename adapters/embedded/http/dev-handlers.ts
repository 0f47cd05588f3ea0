import { type Endpoint, endpointOf, type Handler } from '../../../core/api/handler.ts';
import { mustFindService } from '../../../core/api/must-find.ts';
import { DEV_ROUTES, type DevRouteName } from '../../../core/contract/dev-routes.ts';
import { OpsError } from '../../../core/errors.ts';
import { allVersions } from '../../../core/policy/policy-versions.ts';
import { receivePolicy } from '../../../core/policy/receive-policy.ts';
import { identityOfTask } from '../../../core/policy/task-identity.ts';
import type { Live, Ports } from '../../../core/ports.ts';
import { LOCAL_IDENTITIES, type LocalIdentity } from '../local-identities.ts';
import type { LocalTokens } from '../local-tokens.ts';
import { GRANT, nextGrantPolicy } from '../policy/grant-policy.ts';
import type { DevWorld } from './dev-world.ts';
import { within } from './within.ts';

/** What the dev routes act on besides the product's ports. */
export interface DevPorts extends Ports {
  readonly world: DevWorld;
  readonly tokens: LocalTokens;
  readonly live: Live;
}

type DevHandler<Name extends DevRouteName> = Handler<(typeof DEV_ROUTES)[Name], DevPorts>;

/** Real milliseconds that an answer waits for an advance; a longer one goes on and shows in `catchingUpTo`. */
const PATIENCE_MS = 25_000;

const listIdentities: DevHandler<'listIdentities'> = async () => ({
  body: {
    items: people().map(([as, { name, title, roles, groups }]) => ({ as, name, title, roles, groups })),
  },
});

const takeIdentity: DevHandler<'takeIdentity'> = async ({ tokens }, { body }) => {
  const identity = people().find(([as]) => as === body.as)?.[1];
  if (identity) return { body: await tokens.sign(identity) };
  const names = people().map(([as]) => as);
  throw new OpsError('dev.unknown_identity', `Nobody here is called ${body.as}.`, {
    remedy: `Use one of ${names.join(', ')}.`,
    errors: [{ field: 'as', problem: 'is nobody here', remedy: `use one of ${names.join(', ')}` }],
  });
};

const setLoad: DevHandler<'setLoad'> = async ({ store, world }, { body }) => {
  const { name } = await mustFindService(store, body.service);
  const until = world.setLoad(body);
  return { body: { service: name, factor: body.factor, until } };
};

const getClock: DevHandler<'getClock'> = async (ports) => ({ body: clockOf(ports) });

const setClock: DevHandler<'setClock'> = async (ports, { body }) => {
  const { world, live, log } = ports;
  if ('speed' in body) world.setSpeed(body.speed);
  else {
    const advance = 'until' in body ? world.advanceUntil(body.until) : world.advance(body.advanceSec);
    await within(PATIENCE_MS, advance, (error) => log.error('clock.advance-failed', { error }));
  }
  live.publish({ kind: 'clock', id: 'clock', version: 0 });
  return { body: clockOf(ports) };
};

const getCloud: DevHandler<'getCloud'> = async ({ world }) => ({ body: world.cloudView() });

const alterCloud: DevHandler<'alterCloud'> = async ({ world }, { body }) => {
  await world.alterCloud(body);
  return { body: world.cloudView() };
};

const signPolicy: DevHandler<'signPolicy'> = async ({ world }, { sentBody }) => ({
  body: world.signPolicy(sentBody),
});

const sendPolicy: DevHandler<'sendPolicy'> = async (ports, { body, correlationId }) => {
  const { sub, kind } = LOCAL_IDENTITIES.gov;
  const sent = nextGrantPolicy(await allVersions(ports.store, GRANT), {
    ...body,
    sign: (text) => ports.world.signPolicy(text),
  });
  return { body: await receivePolicy(ports, { intake: sent, sent, actor: { sub, kind }, correlationId }) };
};

const getBundleKey: DevHandler<'getBundleKey'> = async ({ world }) => ({ body: world.bundleKey() });

const takeTaskToken: DevHandler<'takeTaskToken'> = async ({ tokens }, { body }) => ({
  body: await tokens.sign(identityOfTask(body)),
});

function clockOf({ clock, world }: DevPorts) {
  const { catchingUpTo, speed } = world;
  return {
    now: clock.now().toISOString(),
    speed,
    ...(catchingUpTo !== undefined && { catchingUpTo }),
  };
}

function people(): readonly [string, LocalIdentity][] {
  return Object.entries(LOCAL_IDENTITIES);
}

const DEV_HANDLERS: { readonly [Name in DevRouteName]: DevHandler<Name> } = {
  listIdentities,
  takeIdentity,
  setLoad,
  getClock,
  setClock,
  getCloud,
  alterCloud,
  signPolicy,
  sendPolicy,
  getBundleKey,
  takeTaskToken,
};

function devEndpoint<Name extends DevRouteName>(name: Name): Endpoint<DevPorts> {
  return endpointOf(name, DEV_ROUTES[name], DEV_HANDLERS[name]);
}

/** Every route of the embedded world, bound. */
export function devEndpoints(): readonly Endpoint<DevPorts>[] {
  // Safe: the keys of the table are the route names.
  return (Object.keys(DEV_ROUTES) as DevRouteName[]).map((name) => devEndpoint(name));
}
