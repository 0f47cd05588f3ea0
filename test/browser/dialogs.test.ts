import type { Page } from 'playwright-core';
import type { FixtureServer } from './fixtures/fixture-server.ts';
import { describeInBrowser } from './in-browser.ts';

const RAISE = '/changes/01KEFZCHANGE00000000000001';

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

/** What `More` offers on the page of a service. */
async function chooseMore(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

/** The changes that were asked for, with what was sent. */
function requested({ world }: FixtureServer) {
  return world.changes.map(({ kind, target, plan }) => {
    const sent = Object.fromEntries(plan.diff.map(({ path, after }) => [path, after]));
    return { kind, name: target.name, sent };
  });
}

describeInBrowser('what is asked before something is done', (visit) => {
  it('breaks the glass only with a reason, and says that a second person must sign', async () => {
    const { page, server } = await visit({ as: 'ben', path: RAISE });
    await page.getByRole('button', { name: 'Break glass' }).click();
    const dialog = dialogOf(page, 'Break the glass');
    await dialog.getByText('A second person must sign it within 24 hours').waitFor();
    const act = dialog.getByRole('button', { name: 'Do it now' });
    expect(await act.getAttribute('aria-disabled')).toBe('true');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('grant deadline tonight');
    await act.click();
    await dialog.waitFor({ state: 'detached' });
    await seen(page, 'Ben broke the glass: grant deadline tonight. A second person must sign it.');
    expect(server.world.change.status).toBe('EXECUTING');
  });

  it('tells who may not break the glass which role may', async () => {
    const { page, server } = await visit({ as: 'dev', path: RAISE });
    const button = page.getByRole('button', { name: 'Break glass' });
    await button.focus();
    await seen(page, /break-glass/);
    await button.click({ force: true });
    expect(await dialogOf(page, 'Break the glass').count()).toBe(0);
    expect(server.world.change.status).toBe('AWAITING_APPROVAL');
  });

  it('keeps the dialog open and says why when somebody else was first', async () => {
    const { page, server } = await visit({ as: 'ben', path: RAISE });
    await page.getByRole('button', { name: 'Break glass' }).click();
    const dialog = dialogOf(page, 'Break the glass');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('grant deadline tonight');
    server.world.cancel({ sub: 'dev', kind: 'human', name: 'Dev', roles: [], groups: [] }, 'not needed');
    await dialog.getByRole('button', { name: 'Do it now' }).click();
    await dialog.getByText('Somebody decided it meanwhile.').first().waitFor();
    expect(server.world.change.status).toBe('CANCELLED');
  });

  it('withdraws a change that waits', async () => {
    const { page, server } = await visit({ as: 'dev', path: RAISE });
    await page.getByRole('button', { name: 'Withdraw' }).click();
    const dialog = dialogOf(page, 'Withdraw this change');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('the load fell');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await seen(page, 'Dev withdrew it: the load fell.');
    expect(server.world.change.status).toBe('CANCELLED');
  });

  it('retires what another service needs only with a reason why although', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/job-ingest' });
    await chooseMore(page, 'Retire');
    const dialog = dialogOf(page, 'Retire job-ingest');
    await dialog.getByText('This cannot be done as it is').waitFor();
    await dialog.getByText('ai-recommender depends on it.').first().waitFor();
    expect(await dialog.getByText('Nobody has to approve this.').count()).toBe(0);
    const act = dialog.getByRole('button', { name: 'Retire' });
    expect(await act.getAttribute('aria-disabled')).toBe('true');
    await dialog.getByRole('textbox', { name: 'Why', exact: true }).fill('replaced');
    await dialog.getByRole('textbox', { name: /Why although/ }).fill('both go today');
    await dialog.getByText('Nothing that lives depends on it.').waitFor();
    await act.click();
    await seen(page, /Requested: Retire job-ingest/);
    const sent = { reason: 'replaced', overrideReason: 'both go today' };
    expect(requested(server)).toEqual([{ kind: 'retire', name: 'job-ingest', sent }]);
  });

  it('restores what was retired, and offers nothing else there', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/old-portal' });
    const update = page.getByRole('button', { name: 'Update', exact: true });
    expect(await update.getAttribute('aria-disabled')).toBe('true');
    await chooseMore(page, 'Restore');
    const dialog = dialogOf(page, 'Restore old-portal');
    await dialog.getByText('Nobody has to approve this.').waitFor();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await seen(page, /Requested: Restore old-portal/);
    const sent = { reason: 'restored by request' };
    expect(requested(server)).toEqual([{ kind: 'restore', name: 'old-portal', sent }]);
  });

  it('rolls back to the newest other revision that succeeded, or to the one that is chosen', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/job-ingest' });
    await chooseMore(page, 'Roll back');
    const dialog = dialogOf(page, 'Roll job-ingest back');
    await dialog.getByRole('button', { name: /Revision to run again.*Revision 1/ }).click();
    await page.getByRole('option', { name: /Revision 2/ }).click();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('v3 is slow');
    await dialog.getByText('Nobody has to approve this.').waitFor();
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await seen(page, /Requested: Roll back job-ingest/);
    const sent = { toRevision: 2, reason: 'v3 is slow' };
    expect(requested(server)).toEqual([{ kind: 'rollback', name: 'job-ingest', sent }]);
  });

  it.each([
    { answer: 'revert', button: 'Revert to 3', title: 'Revert desiredCount to 3', verb: 'Revert' },
    { answer: 'adopt', button: 'Adopt 9', title: 'Adopt desiredCount 9', verb: 'Adopt' },
  ])('answers a change by hand after its plan was read: $answer', async ({ answer, button, title, verb }) => {
    const { page, server } = await visit({ as: 'dev', path: '/services/portal-web' });
    await seen(page, /someone@console set it to/);
    await page.getByRole('button', { name: button }).click();
    const dialog = dialogOf(page, title);
    await dialog.getByRole('table', { name: 'What changes' }).getByText(answer).waitFor();
    await dialog.getByRole('button', { name: verb, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const sent = { field: 'desiredCount', answer, reason: 'drift answered by request' };
    expect(requested(server)).toEqual([{ kind: 'drift', name: 'portal-web', sent }]);
  });

  it('does nothing when it is called off, by button or by key', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/job-ingest' });
    await chooseMore(page, 'Retire');
    const dialog = dialogOf(page, 'Retire job-ingest');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await chooseMore(page, 'Retire');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(server.world.changes).toHaveLength(0);
  });
});
