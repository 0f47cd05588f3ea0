import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { GRANT } from '../../adapters/embedded/policy/grant-policy.ts';
import { apiEndpoint } from '../../core/api/api-handlers.ts';
import { createApi } from '../../core/api/create-api.ts';
import { rollBackPolicy } from '../../core/policy/take-back.ts';
import type { Ports } from '../../core/ports.ts';
import type { Commit } from '../../core/store/store.ts';
import { content, send, signed } from '../policy/policy-samples.ts';
import { HttpWorld, PROGRAM } from './world.ts';

const KEY = 'undo-1';

describe('rolling a policy back under an Idempotency-Key', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
    await send(world);
    await send(world, { version: 2, content: content([PROGRAM]) });
  });
  afterEach(() => world.close());

  const request = {
    params: { name: GRANT },
    query: [],
    headers: { 'content-type': 'application/json', 'idempotency-key': KEY },
    rawBody: JSON.stringify({ reason: 'undo' }),
    identity: LOCAL_IDENTITIES.gov,
    correlationId: 'c-1',
  } as const;
  const endpoint = apiEndpoint('rollBackPolicy');

  /** The product's ports in a process that dies at every commit after its first. */
  function dying(): Ports {
    const { ports, store } = world.embedded;
    let commits = 0;
    const commit = async (asked: Commit) => {
      commits += 1;
      if (commits > 1) throw new Error('the process dies here');
      await store.commit(asked);
    };
    const { get, getMany, query } = store;
    const reads = { get: get.bind(store), getMany: getMany.bind(store), query: query.bind(store) };
    return { ...ports, store: { ...reads, commit } };
  }

  const versions = async () => {
    const { json } = await world.call('aud', 'GET', `/policies/${GRANT}/versions`);
    return json['items'] as readonly { number: number; status: string; restores?: number }[];
  };
  const retry = async () => {
    const { status, headers, body } = await createApi(world.embedded.ports)(endpoint, request);
    return { status, location: headers['location'], version: JSON.parse(String(body)) };
  };

  it('202: a retry after a crash answers the version that was brought back, and brings back no other', async () => {
    expect((await createApi(dying())(endpoint, request)).status).toBe(500);
    expect(await versions()).toMatchObject([{ number: 3, status: 'STAGED' }, {}, {}]);
    const again = await retry();
    expect(again).toMatchObject({ status: 202, version: { number: 3, restores: 1, status: 'ACTIVE' } });
    expect(again.location).toBe(`/api/v1/policies/${GRANT}/versions/3`);
    expect((await retry()).version).toEqual(again.version);
    expect(await versions()).toHaveLength(3);
  });

  it('202: nor does it undo what was sent since', async () => {
    await createApi(dying())(endpoint, request);
    await send(world, { version: 3, content: content([], { data: { a: 1 } }) });
    expect(await retry()).toMatchObject({ status: 202, version: { number: 3, status: 'SUPERSEDED' } });
    expect(await versions()).toMatchObject([{ number: 4, status: 'ACTIVE' }, {}, {}, {}]);
  });

  it('202: two processes that answer the same request at once bring back one version', async () => {
    const [one, two] = [createApi(world.embedded.ports), createApi(world.embedded.ports)];
    const answers = await Promise.all([one(endpoint, request), two(endpoint, request)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await versions()).toHaveLength(3);
  });

  it('202: the same key of another person, or of the intake, is another key', async () => {
    const body = await signed(world, { version: 3, content: content([], { data: { a: 1 } }) });
    await world.call('gov', 'POST', '/policies', { body, headers: { 'idempotency-key': KEY } });
    expect((await retry()).version).toMatchObject({ number: 4, restores: 2 });
    const other = { ...LOCAL_IDENTITIES.gov, sub: 'gov-2' };
    const undo = { body: { reason: 'undo' }, headers: { 'idempotency-key': KEY } };
    expect((await world.call(other, 'POST', `/policies/${GRANT}/rollback`, undo)).json['number']).toBe(5);
  });

  it('a key is remembered for a day, as all keys are; after that it is a new one', async () => {
    const undo = () =>
      rollBackPolicy(world.embedded.ports, {
        name: GRANT,
        actor: { sub: 'gov', kind: 'governance' },
        reason: 'undo',
        correlationId: 'c-1',
        idempotencyKey: KEY,
      });
    expect((await undo()).number).toBe(3);
    await world.pass(23 * 3_600);
    expect((await undo()).number).toBe(3);
    await world.pass(2 * 3_600);
    expect((await undo()).number).toBe(4);
  });
});
