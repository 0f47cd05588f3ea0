import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { KeptSignIn } from '../../bin/cli/sign-in/kept-sign-ins.ts';
import { openerOf } from '../../bin/cli/sign-in/open-browser.ts';
import { settingsFolder } from '../../bin/cli/sign-in/private-files.ts';
import { signInByBrowser } from '../../bin/cli/sign-in/sign-in-by-browser.ts';
import type { SignInProvider } from '../sign-in/sign-in-provider.ts';
import { SignInWorld } from './sign-in-world.ts';

describe('hms and a control plane that people sign in to', () => {
  let world: SignInWorld;
  let provider: SignInProvider;
  beforeEach(async () => {
    world = await SignInWorld.open();
    provider = world.provider;
  });
  afterEach(() => world.close());

  const hms: SignInWorld['hms'] = (line, changes) => world.hms(line, changes);
  const keptFiles = () => readdir(world.folder).catch(() => []);

  it('signs in with the browser, and says what keeps the address for a shell', async () => {
    const { code, out, err } = await hms('login');
    expect({ code, out }).toEqual({ code: 0, out: `export HMS_URL='${world.server.url}'\n` });
    expect(err).toMatch(/^Sign in with your browser, on this machine:\nhttp.*\/oauth2\/authorize\?/);
    expect(err).toMatch(
      /You are Ana \(a-11\) at .*, by your sign-in. Roles: viewer, approver; groups: program/,
    );
    expect(world.shown).toEqual([expect.stringContaining('You are signed in')]);
  });

  it('is whoever signed in from then on, without asking again', async () => {
    await hms('login');
    const { code, out } = await hms('status --json');
    expect(code).toBe(0);
    expect(JSON.parse(out).items.length).toBeGreaterThan(0);
    expect((await hms('login')).code).toBe(0);
    expect(provider.asked).toEqual(['authorize', 'token authorization_code']);
  });

  it('keeps the sign-in where nobody else can read it', async () => {
    await hms('login');
    const [name = ''] = await keptFiles();
    expect(name).toMatch(/^sign-in-127\.0\.0\.1-\d+\.json$/);
    expect((await stat(join(world.folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(world.folder)).mode & 0o777).toBe(0o700);
  });

  it('never prints a token', async () => {
    const { all } = await hms('login');
    const [name = ''] = await keptFiles();
    const { tokens } = KeptSignIn.parse(JSON.parse(await readFile(join(world.folder, name), 'utf8')));
    expect(all).not.toContain(tokens.idToken);
    expect(all).not.toContain(tokens.refreshToken);
  });

  it('opens no browser where nobody sits, or where it was told not to', async () => {
    const opened: string[] = [];
    const openBrowser = (url: string) => void opened.push(url);
    const err = (text: string) => {
      const url = /^http\S+authorize\S+/m.exec(text)?.[0];
      if (url) void world.visit(url);
    };
    expect((await hms('login', { canAsk: false, openBrowser, err })).code).toBe(0);
    await hms('logout');
    expect((await hms('login --no-browser', { openBrowser, err })).code).toBe(0);
    expect(opened).toEqual([]);
  });

  it('renews what is about to run out, and keeps what it got', async () => {
    await hms('login');
    await world.runOut();
    expect((await hms('status')).code).toBe(0);
    expect((await hms('status')).code).toBe(0);
    expect(provider.asked.filter((what) => what === 'token refresh_token')).toHaveLength(1);
  });

  it('1: says that the sign-in has ended, and how to begin another', async () => {
    await hms('login');
    await world.runOut();
    provider.renews = false;
    const { code, err } = await hms('status');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`Sign in again: hms login --url ${world.server.url}`),
    ]);
    expect((await hms('login')).code).toBe(0);
    expect((await hms('status')).code).toBe(0);
  });

  it('1: says that the sign-in pages are away, and forgets nothing', async () => {
    await hms('login');
    await world.runOut();
    provider.answers = false;
    expect((await hms('status')).err).toContain('The sign-in pages did not answer.');
    provider.answers = true;
    expect((await hms('status')).code).toBe(0);
  });

  it('1: says what to do when the API no longer takes the token', async () => {
    await hms('login');
    world.server.forget();
    const { code, err } = await hms('status');
    expect([code, err]).toEqual([1, expect.stringContaining('Sign in anew: hms logout, then hms login.')]);
  });

  it('1: says in the words of the sign-in pages why somebody was not let in', async () => {
    provider.refusal = { error: 'access_denied', error_description: '<b>User</b> is disabled.' };
    const { code, err } = await hms('login');
    expect([code, err]).toEqual([1, expect.stringContaining('<b>User</b> is disabled.')]);
    expect(world.shown[0]).toContain('&#60;b&#62;User');
    expect(await keptFiles()).toEqual([]);
  });

  it('goes on waiting when an answer comes that it did not ask for', async () => {
    const openBrowser = async (url: string) => {
      await world.visit(`${world.callbackUrl}?code=stolen&state=made-up`);
      await world.visit(new URL('/elsewhere', world.callbackUrl).href);
      await world.visit(url);
    };
    expect((await hms('login', { openBrowser: (url) => void openBrowser(url) })).code).toBe(0);
    expect(world.shown.map((html) => /<h1>(.*)<\/h1>/.exec(html)?.[1])).toEqual([
      'You are not signed in',
      'Nothing is here',
      'You are signed in',
    ]);
  });

  it('1: says which port is taken', async () => {
    const other = createServer();
    const { port } = new URL(world.callbackUrl);
    await new Promise<void>((ready) => other.listen(Number(port), '127.0.0.1', ready));
    const { code, err } = await hms('login');
    await new Promise((closed) => other.close(closed));
    expect([code, err]).toEqual([1, expect.stringContaining(`port ${port} of this machine`)]);
  });

  it('1: gives up when nobody comes back', async () => {
    const nobody = {
      config: provider.config,
      callbackUrl: world.callbackUrl,
      withinMs: 20,
      show: () => undefined,
    };
    await expect(signInByBrowser(nobody)).rejects.toThrow('Nobody signed in.');
  });

  it('2: nobody is signed in, and how to', async () => {
    const { code, err } = await hms('status --url https://ops.example');
    expect([code, err]).toEqual([2, expect.stringContaining('hms login --url https://ops.example')]);
  });

  it('2: signs nobody in over plain HTTP to another machine', async () => {
    const { code, err } = await hms('login --url http://ops.example');
    expect([code, err]).toEqual([2, expect.stringContaining('https://ops.example')]);
  });

  it('HMS_TOKEN counts more than the sign-in', async () => {
    await hms('login');
    const { code, err } = await hms('status', {
      env: { HMS_URL: world.server.url, HMS_TOKEN: 'made.up.token' },
    });
    expect([code, err]).toEqual([1, expect.stringContaining('request.unauthenticated')]);
  });

  it('signs out: nothing is kept, and the refresh token is worthless', async () => {
    await hms('login');
    const { code, out, err } = await hms('logout');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain(`You are signed out at ${world.server.url}.`);
    expect(provider.revoked.size).toBe(1);
    expect(await keptFiles()).toEqual([]);
    expect(JSON.parse((await hms('logout --json')).out)).toEqual({ signedOut: false });
  });

  it('takes a broken file for none', async () => {
    await hms('login');
    const [name = ''] = await keptFiles();
    await writeFile(join(world.folder, name), '{ "tokens": ');
    expect((await hms('login')).code).toBe(0);
    expect(provider.asked.filter((what) => what === 'authorize')).toHaveLength(2);
  });
});

describe('what of the machine signing in touches', () => {
  it('settings lie where the platform keeps them', () => {
    expect(settingsFolder({ XDG_CONFIG_HOME: '/x' })).toBe(join('/x', 'hms'));
    expect(settingsFolder({ APPDATA: '/roaming' })).toBe(join('/roaming', 'hms'));
    expect(settingsFolder({})).toMatch(/\.config.hms$/);
  });

  it.each([
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0', SSH_CONNECTION: 'there' }, undefined],
    ['darwin', {}, ['open']],
    ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
  ] as const)('on %s with %j: %j', (platform, env, opener) => {
    expect(openerOf(platform, env)).toEqual(opener);
  });
});
