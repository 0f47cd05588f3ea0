import { setImmediate as nextTurn } from 'node:timers/promises';
import { secondsUntil } from '../../adapters/embedded/http/dev-world.ts';
import { within } from '../../adapters/embedded/http/within.ts';
import { HttpWorld, SPECS } from './world.ts';

const { ingest } = SPECS;

describe('the routes of the embedded world', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal(ingest);
  });
  afterEach(() => world.close());

  const post = (path: string, body: object) => world.call('nobody', 'POST', path, { body });

  it('200: offers identities, and signs a token for one', async () => {
    const { json } = await world.call('nobody', 'GET', '/dev/identities');
    const names = (json['items'] as readonly { as: string }[]).map(({ as }) => as);
    expect(names).toEqual(['ana', 'ben', 'dev', 'gov', 'aud']);
    for (const as of names) {
      const { json: taken } = await post('/dev/token', { as });
      const headers = { authorization: `Bearer ${taken['token']}` };
      expect((await world.call('nobody', 'GET', '/me', { headers })).json['sub']).toBe(as);
    }
  });

  it('404: nobody of that name, not even one that every object has', async () => {
    for (const as of ['eve', 'constructor', '__proto__']) {
      const { status, json } = await post('/dev/token', { as });
      expect(status).toBe(404);
      expect(json['code']).toBe('dev.unknown_identity');
    }
  });

  it('200: time stands until it is told to go, and goes as far as told', async () => {
    const before = (await world.call('nobody', 'GET', '/dev/clock')).json;
    const after = (await post('/dev/clock', { advanceSec: 600 })).json;
    expect(Date.parse(String(after['now'])) - Date.parse(String(before['now']))).toBe(600_000);
    expect(after['catchingUpTo']).toBeUndefined();
    expect(world.told).toContainEqual({ kind: 'clock', id: 'clock', version: 0 });
  });

  it('200: calls are answered while time is led on, and say how far it will go', async () => {
    const led = post('/dev/clock', { advanceSec: 86_400 });
    await nextTurn();
    const meanwhile = (await world.call('nobody', 'GET', '/dev/clock')).json;
    expect(meanwhile['catchingUpTo']).toBe('2026-03-03T08:15:00.000Z');
    expect(meanwhile['now']).not.toBe('2026-03-03T08:15:00.000Z');
    expect((await led).json['now']).toBe('2026-03-03T08:15:00.000Z');
  });

  it('200: time goes on to a time of day', async () => {
    expect((await post('/dev/clock', { until: '09:30' })).json['now']).toBe('2026-03-02T09:30:00.000Z');
  });

  it('200: the speed is set', async () => {
    expect((await post('/dev/clock', { speed: 600 })).json['speed']).toBe(600);
  });

  it('200: load is multiplied for a while and shows in the metrics', async () => {
    const { json } = await post('/dev/load', { service: 'job-ingest', factor: 3, forSec: 900 });
    expect(json).toMatchObject({ service: 'job-ingest', factor: 3, until: '2026-03-02T08:30:00.000Z' });
    await world.pass(300);
    const { json: metrics } = await world.call(
      'dev',
      'GET',
      '/services/job-ingest/metrics?minutes=10&metrics=cpu',
    );
    const [series] = metrics['items'] as readonly { points: readonly { value: number }[] }[];
    expect(series?.points.at(-1)?.value).toBeGreaterThan(2 * (series?.points.at(0)?.value ?? 1));
  });

  it('404: load on no service', async () => {
    expect((await post('/dev/load', { service: 'no-such', factor: 3, forSec: 60 })).status).toBe(404);
  });

  it('200: shows the cloud, and alters it behind the product’s back', async () => {
    const { json } = await post('/dev/cloud', { service: 'job-ingest', desiredCount: 9, as: 'eve@console' });
    expect(json['services']).toMatchObject([{ name: 'job-ingest', desiredCount: 9 }]);
    expect((json['mutations'] as readonly object[]).at(-1)).toMatchObject({
      actor: 'eve@console',
      service: 'job-ingest',
    });
    expect((await world.call('nobody', 'GET', '/dev/cloud')).status).toBe(200);
  });

  it('every call that altered the cloud names the change or decision that caused it', async () => {
    const { json } = await world.call('nobody', 'GET', '/dev/cloud');
    const mutations = json['mutations'] as readonly { changeId?: string; decisionId?: string }[];
    expect(mutations.length).toBeGreaterThan(0);
    for (const { changeId, decisionId } of mutations) expect(changeId ?? decisionId).toBeDefined();
  });

  it.each([
    ['/dev/clock', { speed: -1 }],
    ['/dev/clock', { speed: 1, advanceSec: 1 }],
    ['/dev/clock', { until: '25:00' }],
    ['/dev/clock', {}],
    ['/dev/cloud', { service: 'job-ingest' }],
    ['/dev/load', { service: 'job-ingest', factor: 1e9, forSec: 1 }],
    ['/dev/token', {}],
  ])('422: %s with %j', async (path, body) => {
    expect((await post(path, body)).status).toBe(422);
  });
});

describe('waiting for an advance', () => {
  it('is over with the work, or when patience ends, whichever comes first', async () => {
    const late: unknown[] = [];
    await within(10_000, Promise.resolve(), (error) => late.push(error));
    await expect(within(10_000, Promise.reject(new Error('no')), () => undefined)).rejects.toThrow('no');
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<void>((_resolve, reject) => {
      fail = reject;
    });
    await within(1, work, (error) => late.push(error));
    fail(new Error('too late'));
    await work.catch(() => undefined);
    expect(late).toEqual([new Error('too late')]);
  });

  it.each([
    ['02:00', '2026-03-02T01:59:30.000Z', 30],
    ['02:00', '2026-03-02T02:00:00.000Z', 86_400],
    ['00:00', '2026-03-02T23:00:00.000Z', 3_600],
  ])('%s after %s is %d seconds away', (timeOfDay, now, seconds) => {
    expect(secondsUntil(timeOfDay, new Date(now))).toBe(seconds);
  });
});
