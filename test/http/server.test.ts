import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { hostGuard, isLocalHost } from '../../adapters/embedded/http/guards.ts';
import { dashboardFiles } from '../../adapters/embedded/http/static-files.ts';
import { DEV_ROUTES } from '../../core/contract/dev-routes.ts';
import { ERRORS } from '../../core/contract/errors.ts';
import { PageConfig } from '../../core/contract/page-config.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { HttpWorld } from './world.ts';

describe('the embedded server', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await HttpWorld.open();
  });
  afterAll(() => world.close());

  it('200: says that it is well', async () => {
    const { status, json } = await world.fetch('/healthz');
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'ok', world: 'embedded' });
  });

  it.each(['/healthz', '/docs', '/openapi.json', '/api/v1/me', '/nothing.png'])(
    'answers %s with headers that keep other pages out',
    async (path) => {
      const { headers } = await world.fetch(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it('404: an address with nothing behind it', async () => {
    for (const path of ['/api/v2/services', '/nothing.png', '/api/v1/dev/nothing']) {
      const { status, json } = await world.fetch(path);
      expect(status).toBe(404);
      expect(json['code']).toBe('route.not_found');
    }
  });

  it('421: a Host that is not this machine (DNS rebinding)', async () => {
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example:3000',
      '192.168.0.7',
    ]) {
      const { status, json } = await world.fetch('/api/v1/me', { headers: { host } });
      expect(status).toBe(421);
      expect(json['code']).toBe('request.misdirected');
    }
  });

  it.each([
    ['localhost', true],
    ['localhost:3000', true],
    ['LOCALHOST:80', true],
    ['127.0.0.1:8', true],
    ['[::1]:3000', true],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['localhost:3000@evil.example', false],
    ['', false],
    [undefined, false],
  ])('the host %s is this machine: %s', (host, expected) => {
    expect(isLocalHost(host)).toBe(expected);
  });

  it('an id that the caller sends follows the call; nonsense is replaced', async () => {
    const good = await world.call('dev', 'GET', '/me', { headers: { 'x-correlation-id': 'trace.7:a-b' } });
    expect(good.headers.get('x-correlation-id')).toBe('trace.7:a-b');
    const bad = await world.call('dev', 'GET', '/me', { headers: { 'x-correlation-id': '<script>' } });
    expect(bad.headers.get('x-correlation-id')).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('200: tells the page that nobody has to sign in here', async () => {
    const told = await world.fetch('/config.json');
    expect(told.headers.get('content-type')).toContain('json');
    expect(PageConfig.parse(JSON.parse(told.text))).toEqual({});
  });
});

describe('the docs page', () => {
  let world: HttpWorld;
  let page: string;
  beforeAll(async () => {
    world = await HttpWorld.open();
    page = (await world.fetch('/docs')).text;
  });
  afterAll(() => world.close());

  it('shows every route of the tables with a call to try', () => {
    for (const [name, { path }] of Object.entries({ ...ROUTES, ...DEV_ROUTES })) {
      expect(page).toContain(`id="${name}"`);
      expect(page).toContain(path);
    }
    expect(page).toContain('curl -s -X POST');
  });

  it('explains every code that a problem may carry', () => {
    for (const code of Object.keys(ERRORS)) expect(page).toContain(`id="${code}"`);
  });

  it('loads nothing from elsewhere and runs no inline script', () => {
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script src="/docs.js" defer></script>');
    expect(page).not.toMatch(/ on[a-z]+="/);
  });

  it('has its script, and works with a keyboard and in the dark', async () => {
    const script = await world.fetch('/docs.js');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(() => new Function(script.text)).not.toThrow();
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('<label for="search">');
    expect(page).toContain('lang="en"');
  });
});

describe('the dashboard files', () => {
  let directory: string;
  const app = new Hono();
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dashboard-'));
    await mkdir(join(directory, 'dist', 'assets'), { recursive: true });
    await writeFile(join(directory, 'dist', 'index.html'), '<p>page</p>');
    await writeFile(join(directory, 'dist', 'assets', 'main-1a2b.js'), 'let a');
    await writeFile(join(directory, 'secret.json'), '{}');
    app.use(hostGuard({ ids: { next: () => 'id' }, log: { info() {}, warn() {}, error() {} } }));
    app.use(dashboardFiles(join(directory, 'dist')));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const get = (path: string) => app.fetch(new Request(`http://localhost${path}`));

  it('200: a built file is kept for ever, the page is asked for anew', async () => {
    const file = await get('/assets/main-1a2b.js');
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-type')).toContain('javascript');
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
  });

  it('200: any address of the page is the page', async () => {
    expect(await (await get('/services/job-ingest')).text()).toBe('<p>page</p>');
  });

  it('404: a file that is not there is not the page', async () => {
    expect((await get('/assets/old-0000.js')).status).toBe(404);
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/%00.html',
  ])('404: nothing outside is served: %s', async (path) => {
    const answer = await get(path);
    expect(await answer.text()).not.toBe('{}');
    expect(answer.status).toBe(404);
  });
});
