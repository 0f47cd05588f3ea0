import { setImmediate as nextTurn } from 'node:timers/promises';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { apiEndpoint } from '../../core/api/api-handlers.ts';
import { createApi } from '../../core/api/create-api.ts';
import type { Endpoint } from '../../core/api/handler.ts';
import type { Ports } from '../../core/ports.ts';
import type { Commit } from '../../core/store/store.ts';
import { HttpWorld, SPECS } from './world.ts';

const { ingest } = SPECS;
const KEY = { 'idempotency-key': 'click-1' };

describe('a POST with an Idempotency-Key', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  const deploy = (body: object = ingest, headers: Record<string, string> = KEY, path = '/services') =>
    world.call('dev', 'POST', path, { body, headers });

  it('202: the same request again gets the same answer, word for word, and changes nothing', async () => {
    const first = await deploy();
    await world.pass(900);
    const before = await world.dump();
    const again = await deploy();
    expect(again.status).toBe(202);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await world.dump()).toBe(before);
  });

  it('the order of fields in the body does not matter', async () => {
    const first = await deploy();
    const reversed = Object.fromEntries(Object.entries(ingest).reverse());
    expect((await deploy(reversed)).text).toBe(first.text);
  });

  it('422: the same key with another body', async () => {
    await deploy();
    const { status, json } = await deploy({ ...ingest, owner: 'somebody else' });
    expect(status).toBe(422);
    expect(json['code']).toBe('idempotency.reused');
  });

  it('another caller, route or path may use the same key', async () => {
    await deploy();
    await world.pass(900);
    const scaled = await world.call('dev', 'POST', '/services/job-ingest/scale', {
      body: { desiredCount: 3 },
      headers: KEY,
    });
    expect(scaled.json).toMatchObject({ outcome: 'SCALED_OUT' });
    const other = { ...LOCAL_IDENTITIES.dev, sub: 'dev2' };
    const body = { ...ingest, owner: 'x' };
    expect((await world.call(other, 'POST', '/services', { body, headers: KEY })).status).toBe(202);
  });

  it('a dry run does not use up the key', async () => {
    await deploy(ingest, KEY, '/services?dryRun=true');
    expect((await deploy()).status).toBe(202);
  });

  it('a refusal that stored nothing may be sent again when its cause is gone', async () => {
    const other = { ...ingest, program: 'second' };
    expect((await deploy(other)).status).toBe(404);
    const asked = await world.call('gov', 'PUT', '/budgets/second', { body: { monthlyUsd: 250 } });
    await world.approveAll(asked);
    expect((await deploy(other)).status).toBe(202);
  });

  it('fifty at once have one effect and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => deploy()));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const { json } = await world.call('dev', 'GET', '/changes?service=job-ingest');
    expect(json['items']).toHaveLength(1);
  });

  it('twenty clicks at once on what is no Change are one decision, too', async () => {
    await deploy();
    await world.pass(900);
    const scale = () =>
      world.call('dev', 'POST', '/services/job-ingest/scale', {
        body: { desiredCount: 3 },
        headers: { 'idempotency-key': 'click-2' },
      });
    const answers = await Promise.all(Array.from({ length: 20 }, scale));
    expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(1);
    const { json } = await world.call('dev', 'GET', '/services/job-ingest/decisions?limit=100');
    const byRequest = (json['items'] as readonly { trigger: string }[]).filter(
      ({ trigger }) => trigger === 'request',
    );
    expect(byRequest).toHaveLength(1);
  });

  it('fifty at once with different bodies: one is taken, the others are refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => deploy({ ...ingest, owner: `owner-${i}` })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.filter((status) => status === 422)).toHaveLength(49);
  });
});

describe('a crash between the effect and its answer', () => {
  const request = {
    params: {},
    query: [],
    headers: { 'content-type': 'application/json', 'idempotency-key': 'click-1' },
    rawBody: JSON.stringify(ingest),
    identity: LOCAL_IDENTITIES.dev,
    correlationId: 'c-1',
  } as const;
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  /** The product's ports, whose store fails at the commits that `fails` names. */
  function portsWhere(fails: (commit: Commit, nth: number) => boolean): Ports {
    const { ports, store } = world.embedded;
    let nth = 0;
    const commit = async (asked: Commit) => {
      nth += 1;
      if (fails(asked, nth)) throw new Error('the process dies here');
      await store.commit(asked);
    };
    return {
      ...ports,
      store: {
        get: (key) => store.get(key),
        getMany: (keys) => store.getMany(keys),
        query: (query) => store.query(query),
        commit,
      },
    };
  }

  const changes = async () =>
    (await world.call('dev', 'GET', '/changes?service=job-ingest')).json['items'] as readonly {
      id: string;
    }[];

  it('the repetition answers with the Change that was caused, once', async () => {
    const dying = createApi(portsWhere((_commit, nth) => nth === 2));
    expect((await dying(apiEndpoint('deployService'), request)).status).toBe(500);
    const [caused] = await changes();
    const reborn = createApi(world.embedded.ports);
    const answer = await reborn(apiEndpoint('deployService'), request);
    expect(answer.status).toBe(202);
    expect(answer.headers['location']).toBe(`/api/v1/changes/${caused?.id}`);
    expect(await changes()).toHaveLength(1);
    const third = await reborn(apiEndpoint('deployService'), request);
    expect(third.body).toBe(answer.body);
  });

  it('the key was stored with the effect: another body under it is refused', async () => {
    const dying = createApi(portsWhere((_commit, nth) => nth === 2));
    await dying(apiEndpoint('deployService'), request);
    const reborn = createApi(world.embedded.ports);
    const other = { ...request, rawBody: JSON.stringify({ ...ingest, owner: 'somebody else' }) };
    const { status, body } = await reborn(apiEndpoint('deployService'), other);
    expect(status).toBe(422);
    expect(body).toContain('idempotency.reused');
  });

  it('a crash before the effect leaves the key free', async () => {
    const dying = createApi(portsWhere((_commit, nth) => nth === 1));
    expect((await dying(apiEndpoint('deployService'), request)).status).toBe(500);
    expect(await changes()).toHaveLength(0);
    const reborn = createApi(world.embedded.ports);
    expect((await reborn(apiEndpoint('deployService'), request)).status).toBe(202);
    expect(await changes()).toHaveLength(1);
  });

  it('two processes that answer the same request at once have one effect', async () => {
    const [one, two] = [createApi(world.embedded.ports), createApi(world.embedded.ports)];
    const answers = await Promise.all([
      one(apiEndpoint('deployService'), request),
      two(apiEndpoint('deployService'), request),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
    expect(await changes()).toHaveLength(1);
  });

  it('in one process a second click waits for the answer to the first', async () => {
    const api = createApi(world.embedded.ports);
    let runs = 0;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow: Endpoint = {
      ...apiEndpoint('deployService'),
      run: async () => {
        runs += 1;
        await gate;
        return { body: { run: runs }, status: 200 };
      },
    };
    const clicks = Promise.all([api(slow, request), api(slow, request), api(slow, request)]);
    await nextTurn();
    open();
    expect((await clicks).map(({ body }) => body)).toEqual(Array(3).fill('{"run":1}'));
  });

  it('an answer of 500 says nothing of what went on inside', async () => {
    const dying = createApi(portsWhere(() => true));
    const { body } = await dying(apiEndpoint('deployService'), request);
    expect(JSON.parse(String(body))).toMatchObject({ code: 'internal.error', instance: 'c-1' });
    expect(body).not.toContain('dies');
  });
});
