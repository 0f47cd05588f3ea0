import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../../core/api/cursor.ts';
import type { Answer } from './answer.ts';
import { HttpWorld, PROGRAM, SPECS } from './world.ts';

const { ingest } = SPECS;
const small = (name: string) => ({
  name,
  image: 'public/whoami:v1',
  program: PROGRAM,
  replicas: { min: 1, max: 1 },
});
const NAMES = ['alpha', 'bravo', 'charlie', 'delta', 'echo'] as const;

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor?: string;
}

function listed({ json }: Answer): Listed {
  return json as unknown as Listed; // checked against the route's schema by the world
}

/** Every page of a list, one item at a time. */
async function pages(world: HttpWorld, path: string, limit = 1): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let cursor = '';
  do {
    const page = listed(
      await world.call('aud', 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`),
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return items;
}

describe('reading the fleet over HTTP', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await HttpWorld.withPortal(ingest, ...NAMES.map(small));
    await world.call('dev', 'POST', '/services/echo/retire');
    await world.call('dev', 'PUT', '/services/alpha/bounds', { body: { min: 1, max: 40 } });
    await world.pass(900);
  });
  afterAll(() => world.close());

  it.each([
    '/services',
    '/services?retired=include',
    '/services/job-ingest/revisions',
    '/services/job-ingest/deployments',
    '/services/job-ingest/decisions',
    '/services/job-ingest/timeline',
    '/changes',
    '/changes?service=job-ingest',
    '/approvals?status=all',
    '/budgets',
    '/audit',
    '/audit?stream=service/job-ingest',
  ])('200: the pages of %s hold everything once, in the order of one page', async (path) => {
    const whole = listed(await world.call('aud', 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=100`));
    expect(whole.items.length).toBeGreaterThan(0);
    expect(await pages(world, path)).toEqual(whole.items);
    expect(await pages(world, path, 3)).toEqual(whole.items);
  });

  it('200: services by name; retired ones only when asked for', async () => {
    const names = async (path: string) => (await pages(world, path, 2)).map(({ name }) => name);
    expect(await names('/services')).toEqual(['alpha', 'bravo', 'charlie', 'delta', 'job-ingest']);
    expect(await names('/services?retired=include')).toContain('echo');
  });

  it('200: changes, newest first, and only open ones when asked for', async () => {
    const all = await pages(world, '/changes', 2);
    const ids = all.map(({ id }) => String(id));
    expect(ids).toEqual([...ids].sort().reverse());
    const open = await pages(world, '/changes?status=open');
    expect(open.map(({ status }) => status)).toEqual(['AWAITING_APPROVAL']);
  });

  it('200: a page goes on where it stopped although more was written meanwhile', async () => {
    const first = listed(await world.call('dev', 'GET', '/services/job-ingest/timeline?limit=3'));
    await world.call('dev', 'POST', '/services/job-ingest/scale', { body: { desiredCount: 3 } });
    const path = `/services/job-ingest/timeline?limit=100&cursor=${first.nextCursor}`;
    const rest = listed(await world.call('dev', 'GET', path));
    const seen = [...first.items, ...rest.items].map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = listed(await world.call('dev', 'GET', '/services/job-ingest/timeline?limit=100'));
    expect(whole.items.map(({ id }) => id).slice(-seen.length)).toEqual(seen);
  });

  it('400: a cursor of another list, or of other filters', async () => {
    const { nextCursor } = listed(await world.call('aud', 'GET', '/audit?limit=1'));
    for (const path of ['/services?', '/changes?', '/audit?actor=dev&']) {
      const answer = await world.call('aud', 'GET', `${path}cursor=${nextCursor}`);
      expect(answer.json['code']).toBe('request.bad_cursor');
    }
  });

  it('200: one timeline merges what was done and what was decided, newest first, in plain words', async () => {
    const items = await pages(world, '/services/job-ingest/timeline', 5);
    const kinds = new Set(items.map(({ kind }) => kind));
    for (const kind of ['change', 'deployment', 'decision']) expect(kinds).toContain(kind);
    const times = items.map(({ at }) => String(at));
    expect(times).toEqual([...times].sort().reverse());
    for (const { title } of items) expect(String(title)).not.toMatch(/^[a-z-]+\.[a-z-]+$/);
  });

  it('200: a single thing carries its version as ETag', async () => {
    const change = listed(await world.call('aud', 'GET', '/changes?limit=1')).items[0];
    const approval = listed(await world.call('aud', 'GET', '/approvals?status=all&limit=1')).items[0];
    for (const path of [
      '/services/job-ingest',
      `/changes/${change?.['id']}`,
      `/approvals/${approval?.['id']}`,
      `/budgets/${PROGRAM}`,
    ]) {
      const answer = await world.call('aud', 'GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('etag')).toBe(`"${answer.json['version']}"`);
    }
  });

  it('200: a service shows money, health and what cannot be done', async () => {
    const { json } = await world.call('aud', 'GET', '/services/job-ingest');
    expect(json).toMatchObject({
      health: { state: 'ok' },
      cost: { floorMicroUsd: 36_040_100, ceilingMicroUsd: 72_080_200 },
      drifted: false,
    });
  });

  it('200: metrics of one service and of several', async () => {
    const one = listed(
      await world.call('aud', 'GET', '/services/job-ingest/metrics?minutes=30&metrics=cpu,p95Ms'),
    );
    expect(one.items.map(({ metric }) => metric)).toEqual(['cpu', 'p95Ms']);
    expect((one.items[0] as { points: readonly unknown[] }).points.length).toBeGreaterThan(10);
    const several = listed(
      await world.call('aud', 'GET', '/metrics?services=job-ingest,alpha&metric=running'),
    );
    expect(several.items.map(({ service }) => service)).toEqual(['job-ingest', 'alpha']);
  });

  it('422: a metric that nobody measures, and no service at all', async () => {
    expect((await world.call('aud', 'GET', '/services/job-ingest/metrics?metrics=mood')).status).toBe(422);
    expect((await world.call('aud', 'GET', '/metrics')).status).toBe(422);
  });

  it('200: alarms of a service with their states', async () => {
    const { items } = listed(await world.call('aud', 'GET', '/services/job-ingest/alarms'));
    expect(items.map(({ kind }) => kind)).toContain('cpu-high');
  });

  it('200: budgets, one budget, and the prices they are counted with', async () => {
    const { json } = await world.call('ben', 'GET', `/budgets/${PROGRAM}`);
    expect(json).toMatchObject({ scope: PROGRAM, monthlyMicroUsd: 250_000_000, state: 'within' });
    expect((await world.call('ben', 'GET', '/prices')).json).toMatchObject({ vcpuHourMicroUsd: 40_480 });
  });

  it('412: a budget of a version that is not the newest', async () => {
    const headers = { 'if-match': '"99"' };
    const body = { monthlyUsd: 300 };
    expect((await world.call('gov', 'PUT', `/budgets/${PROGRAM}`, { body, headers })).status).toBe(412);
  });

  it.each([
    ['/services/no-such', 'service.not_found'],
    ['/services/no-such/revisions', 'service.not_found'],
    ['/services/no-such/deployments', 'service.not_found'],
    ['/services/no-such/decisions', 'service.not_found'],
    ['/services/no-such/timeline', 'service.not_found'],
    ['/services/no-such/metrics', 'service.not_found'],
    ['/services/no-such/alarms', 'service.not_found'],
    ['/budgets/no-such', 'budget.not_found'],
    ['/nothing/here', 'route.not_found'],
  ])('404: %s', async (path, code) => {
    const { status, json } = await world.call('dev', 'GET', path);
    expect(status).toBe(404);
    expect(json['code']).toBe(code);
  });

  it('405: an address that has no such method names those it has', async () => {
    const answer = await world.call('dev', 'DELETE', '/services/job-ingest');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, PATCH');
  });

  it('200: the audit trail is filtered, verified and exported whole', async () => {
    const byDev = await pages(world, '/audit?actor=dev', 20);
    expect(byDev.length).toBeGreaterThan(0);
    expect(byDev.every(({ actor }) => (actor as { sub: string }).sub === 'dev')).toBe(true);
    const verified = await world.call('aud', 'GET', '/audit/verification');
    expect(verified.json).toMatchObject({ ok: true });
    const exported = await world.call('aud', 'GET', '/audit/export');
    expect(exported.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = exported.text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toHaveLength(Number(verified.json['entries']));
  });

  it('200: home counts the fleet and shows its money', async () => {
    const { json } = await world.call('ana', 'GET', '/home');
    expect(json).toMatchObject({
      needsYou: [{ service: 'alpha', you: { mayVote: true } }],
      waitingForOthers: [],
      incidents: [],
      budgets: [{ scope: PROGRAM }],
      services: { total: 5, healthy: 5, deploying: 0, degraded: 0 },
    });
  });
});

describe('home when something is wrong', () => {
  it('200: shows drift with what to do, critical before warning', async () => {
    const world = await HttpWorld.withPortal(ingest);
    await world.call('nobody', 'POST', '/dev/cloud', {
      body: { service: 'job-ingest', environment: { A: 'b' } },
    });
    await world.pass(180);
    const { json } = await world.call('ana', 'GET', '/home');
    expect(json['incidents']).toMatchObject([
      { kind: 'drift', service: 'job-ingest', next: expect.stringContaining('Revert') },
    ]);
    await world.close();
  });
});

describe('cursors', () => {
  it('come back as they were given, whatever they hold', () => {
    const place = ['é€ line\n', null, 3];
    const cursor = encodeCursor('list', place);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor('list', cursor, z.unknown())).toEqual(place);
    expect(() => decodeCursor('other list', cursor, z.unknown())).toThrow('not one that this list gave out');
  });
});
