import type { Page } from 'playwright-core';
import { ANA, SignInProvider } from '../sign-in/sign-in-provider.ts';
import { describeInBrowser } from './in-browser.ts';

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in' }).click();
const isIn = (page: Page, name = 'Ana') =>
  page.getByRole('button', { name: `Signed in as ${name}.` }).waitFor();
const isOut = (page: Page) => page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();

/** Signs out, and follows the sign-in pages back to a page of nobody. */
async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Signed in as/ }).click();
  const back = page.waitForEvent('load');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await back;
  await isOut(page);
}

/** The paths that the page asked for, from now on. */
function askedPaths(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

describeInBrowser('signing in to a deployed world', (visit) => {
  let provider: SignInProvider;
  beforeEach(async () => {
    provider = await SignInProvider.open();
  });
  afterEach(() => provider.close());

  it('says what to do, then signs in and comes back to the page that was asked for', async () => {
    const { page, complaints } = await visit({ provider, path: '/services/job-ingest/revisions?from=mail' });
    await isOut(page);
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    expect(provider.asked).toEqual([]);
    await signIn(page);
    await page.getByRole('heading', { name: 'job-ingest', level: 1 }).waitFor();
    await isIn(page);
    expect(page.url()).toMatch(/\/services\/job-ingest\/revisions\?from=mail$/);
    expect(provider.asked).toEqual(['authorize', 'token authorization_code']);
    expect(complaints).toEqual([]);
  });

  it('stays signed in over a reload, without asking again', async () => {
    const { page } = await visit({ provider });
    await signIn(page);
    await isIn(page);
    await page.reload();
    await isIn(page);
    await seen(page, 'Live');
    expect(provider.asked).toEqual(['authorize', 'token authorization_code']);
  });

  it('asks for nothing that only the embedded world has, and shows nothing of it', async () => {
    const { page, complaints } = await visit({ provider, path: '/services/job-ingest' });
    const asked = askedPaths(page);
    await signIn(page);
    await isIn(page);
    await page.getByRole('button', { name: 'Change limits' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((path) => path.includes('/dev/'))).toEqual([]);
    expect(await page.getByText('Load spike').count()).toBe(0);
    expect(await page.getByText('Simulated time').count()).toBe(0);
    expect(await page.getByText('600×').count()).toBe(0);
    await page.getByRole('button', { name: /Signed in as Ana/ }).click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Sign out']);
    expect(complaints).toEqual([]);
  });

  it('renews what is about to run out, before it does', async () => {
    provider.lifeSec = 2;
    const { page, complaints } = await visit({ provider, path: '/budgets' });
    await signIn(page);
    await page.getByRole('heading', { name: 'job-training-grant' }).waitFor();
    const renewed = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
    await page.clock.install({ time: Date.now() + 1_700 });
    await page.getByRole('link', { name: 'Services' }).click();
    await page.getByRole('link', { name: 'job-ingest' }).first().waitFor();
    await renewed;
    expect(provider.asked.at(-1)).toBe('token refresh_token');
    expect(complaints).toEqual([]);
  });

  it('renews once when the API no longer takes a token, however many calls it refused', async () => {
    const { page, server } = await visit({ provider, path: '/services' });
    await signIn(page);
    await page.getByRole('link', { name: 'job-ingest' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    const refused = page.waitForResponse((response) => response.status() === 401);
    server.forget();
    await page.getByRole('link', { name: 'job-ingest' }).first().click();
    await page.getByRole('heading', { name: 'job-ingest', level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await refused;
    expect(provider.asked.filter((what) => what === 'token refresh_token')).toHaveLength(1);
    await isIn(page);
  });

  it('says that the sign-in has ended where it cannot be renewed, and comes back to the same page', async () => {
    const { page, server } = await visit({ provider, path: '/budgets' });
    await signIn(page);
    await page.getByRole('heading', { name: 'job-training-grant' }).waitFor();
    provider.renews = false;
    server.forget();
    await page.getByRole('link', { name: 'Services' }).click();
    await seen(page, 'Your sign-in has ended.');
    expect(await page.getByText('job-training-grant').count()).toBe(0);
    await signIn(page);
    await page.getByRole('link', { name: 'job-ingest' }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/services');
  });

  it('keeps what was read when the sign-in pages are away, and says what to do', async () => {
    const { page, server } = await visit({ provider, path: '/budgets' });
    await signIn(page);
    await page.getByRole('heading', { name: 'job-training-grant' }).waitFor();
    provider.answers = false;
    server.forget();
    await page.getByRole('link', { name: 'Services' }).click();
    await seen(page, 'The sign-in pages did not answer.');
    await isIn(page);
    provider.answers = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'job-ingest' }).first().waitFor();
  });

  it('signs out of the page, of the sign-in pages, and of every other tab', async () => {
    const { page, server } = await visit({ provider });
    await signIn(page);
    await isIn(page);
    const other = await page.context().newPage();
    await other.goto(`${server.url}/budgets`);
    await signIn(other);
    await isIn(other);

    await signOut(page);
    await isOut(other);
    expect(provider.asked.slice(-2)).toEqual(['revoke', 'logout']);
    expect(provider.revoked.size).toBe(1);
    await page.reload();
    await isOut(page);
    for (const tab of [page, other]) expect(await tab.evaluate('sessionStorage.length')).toBe(0);
  });

  it('shows the next person nothing of what the last one read', async () => {
    const { page } = await visit({ provider });
    await signIn(page);
    await page.getByRole('heading', { name: 'Needs you (1)' }).waitFor();
    await signOut(page);
    provider.visitor = { sub: 'd-22', name: 'Dev', groups: ['role:viewer', 'role:deployer'] };
    await signIn(page);
    await isIn(page, 'Dev');
    await page.getByRole('heading', { name: 'Needs you (0)' }).waitFor();
  });

  it('says in words why somebody was not let in, and lets them try again from where they were', async () => {
    provider.refusal = { error: 'access_denied', error_description: 'User is disabled.' };
    const { page, complaints } = await visit({ provider, path: '/budgets' });
    await signIn(page);
    await seen(page, 'You were not signed in. The sign-in pages say: User is disabled.');
    await seen(page, /ask whoever manages your account/);
    expect(page.url()).not.toContain('error=');
    provider.refusal = undefined;
    await signIn(page);
    await page.getByRole('heading', { name: 'job-training-grant' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('believes no answer that it did not ask for', async () => {
    const { page } = await visit({
      provider,
      path: '/?error=access_denied&error_description=Call+555-0100&state=made-up',
    });
    await seen(page, 'This answer of the sign-in pages is too old, or was used before.');
    expect(await page.getByText('555').count()).toBe(0);
    expect(provider.asked).toEqual([]);
  });

  it('tells somebody without any role what is missing', async () => {
    provider.visitor = { ...ANA, groups: [] };
    const { page } = await visit({ provider });
    await signIn(page);
    await isIn(page);
    await seen(page, /may not do this/);
  });
});
