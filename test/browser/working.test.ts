import type { Page } from 'playwright-core';
import { describeInBrowser } from './in-browser.ts';

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

/** What every answer of `path` was asked as, from now on. */
function askedAs(page: Page, path: string): string[] {
  const tokens: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) tokens.push(request.headers()['authorization'] ?? 'nobody');
  });
  return tokens;
}

describeInBrowser('working with the dashboard', (visit) => {
  it('shows what a deployment would do before it does it', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/new' });
    await seen(page, 'Name the service and its image to see the plan.');
    await page.getByRole('textbox', { name: 'Name' }).fill('letter-writer');
    await page.getByRole('textbox', { name: 'Image' }).fill('govlab/letter-writer:v1');
    const plan = page.getByRole('table', { name: 'What changes' });
    await plan.getByText('letter-writer', { exact: true }).waitFor();
    await seen(page, 'Money a month, compute only');
    await seen(page, '1 vCPU, 4 GB is a legal Fargate size.');
    await seen(page, 'Nobody has to approve this.');
    expect(server.world.changes).toHaveLength(0);

    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await seen(page, /Requested: Deploy letter-writer/);
    expect(server.world.changes.map(({ kind, target }) => `${kind} ${target.name}`)).toEqual([
      'deploy letter-writer',
    ]);
  });

  it('offers only sizes that Fargate runs', async () => {
    const { page } = await visit({ as: 'dev', path: '/services/new' });
    await page.getByRole('button', { name: /CPU of one task/ }).click();
    await page.getByRole('option', { name: '4 vCPU', exact: true }).click();
    await page.getByRole('button', { name: /Memory of one task/ }).click();
    const offered = await page.getByRole('option').allInnerTexts();
    expect(offered[0]).toMatch(/^8 GB/);
    expect(offered.at(-1)).toBe('30 GB');
  });

  it('names the field that is wrong and keeps the button shut', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/services/new' });
    await page.getByRole('textbox', { name: 'Name' }).fill('Letter Writer');
    await page.getByRole('textbox', { name: 'Image' }).fill('govlab/letter-writer:v1');
    await seen(page, /use 2 to 39 characters/);
    expect(
      await page.getByRole('button', { name: 'Deploy', exact: true }).getAttribute('aria-disabled'),
    ).toBe('true');
    expect(server.world.changes).toHaveLength(0);
  });

  it('reads everything again as whom the visitor becomes, and nothing more as whom they were', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    const asked = askedAs(page, '/api/v1/home');
    await page.getByRole('button', { name: /Change identity/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /Dev/ }).click();
    await seen(page, 'Waiting for others');
    await page.getByRole('heading', { name: 'Needs you (0)' }).waitFor();
    expect(new Set(asked)).toEqual(new Set(['Bearer dev']));
  });

  it('reads again what a live message names, and only that', async () => {
    const { page, server } = await visit({ path: '/budgets' });
    await seen(page, 'Live');
    await page.getByRole('heading', { name: 'job-training-grant' }).waitFor();
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const again = page.waitForResponse((response) => response.url().endsWith('/api/v1/budgets'));
    server.announce({ kind: 'service', id: 'job-ingest', version: 99 });
    server.announce({ kind: 'budget', id: 'job-training-grant', version: 5 });
    await again;
    expect(asked.filter((path) => !path.endsWith('/prices'))).toEqual(['/api/v1/budgets']);
  });

  it('says when it lost the live connection, and finds back by itself', async () => {
    const { page, server } = await visit({ path: '/budgets' });
    await seen(page, 'Live');
    server.dropSockets();
    await seen(page, /Reconnecting/);
    await seen(page, 'Live');
  });

  it('explains to a viewer without the role why the page is shut, and who may read it', async () => {
    const { page } = await visit({ as: 'dev' });
    await page.getByRole('link', { name: 'Audit' }).click();
    await seen(page, 'The audit trail is not open to you');
    await seen(page, /This needs the role auditor or approver or policy-admin; Dev has viewer, deployer/);
  });

  it('verifies the audit trail and says what it found', async () => {
    const { page } = await visit({ as: 'aud', path: '/audit' });
    await page.getByRole('button', { name: 'Verify' }).click();
    await seen(page, 'The audit trail is whole');
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    expect((await file).suggestedFilename()).toBe('hms-audit.ndjson');
  });

  it('shows a problem with its remedy and the id to name, instead of an empty page', async () => {
    const { page } = await visit();
    await page.goto(new URL('/services/nobody-here', page.url()).href);
    await seen(page, 'No service is named nobody-here.');
    await seen(page, /service\.not_found · correlation id corr-refused/);
  });
});
