import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { SignInProvider } from '../sign-in/sign-in-provider.ts';
import { describeInBrowser } from './in-browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PAGES: readonly { readonly name: string; readonly path: string; readonly as: string }[] = [
  { name: 'home', path: '/', as: 'ana' },
  { name: 'services', path: '/services', as: 'ana' },
  { name: 'deploy', path: '/services/new', as: 'dev' },
  { name: 'a service at its limit', path: '/services/ai-recommender', as: 'ana' },
  { name: 'a service being deployed', path: '/services/grant-api', as: 'dev' },
  { name: 'a service with drift', path: '/services/portal-web/configuration', as: 'dev' },
  { name: 'timeline', path: '/services/ai-recommender/timeline', as: 'ana' },
  { name: 'decisions', path: '/services/ai-recommender/decisions', as: 'ana' },
  { name: 'revisions', path: '/services/job-ingest/revisions', as: 'ana' },
  { name: 'changes', path: '/changes', as: 'ana' },
  { name: 'a change', path: '/changes/01KEFZCHANGE00000000000001', as: 'ana' },
  { name: 'approvals', path: '/approvals', as: 'ana' },
  { name: 'an approval', path: '/approvals/01KEFZAPPR0000000000000001', as: 'ana' },
  { name: 'budgets', path: '/budgets', as: 'ana' },
  { name: 'jobs', path: '/jobs', as: 'dev' },
  { name: 'a job', path: '/jobs/train-recommender', as: 'dev' },
  { name: 'a new job', path: '/jobs/new', as: 'dev' },
  { name: 'proposals', path: '/proposals', as: 'dev' },
  { name: 'a proposal', path: '/proposals/01KEFZPR0P0000000000000001', as: 'dev' },
  { name: 'policies', path: '/policies', as: 'ana' },
  { name: 'a policy', path: '/policies/job-training-grant', as: 'ana' },
  { name: 'versions of a policy', path: '/policies/job-training-grant/versions', as: 'ana' },
  { name: 'preview of a policy', path: '/policies/job-training-grant/preview', as: 'gov' },
  { name: 'decisions of policies', path: '/decisions', as: 'ana' },
  { name: 'audit', path: '/audit', as: 'ana' },
  { name: 'no page', path: '/nowhere', as: 'ana' },
];

const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe finds wrong: rule and element. `rules` narrows it. */
async function findings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const only = rules ? { runOnly: { type: 'rule', values: rules } } : {};
  const found = await page.evaluate(
    `axe.run(document, ${JSON.stringify(only)}).then(({ violations }) => violations)`,
  );
  return Violations.parse(found).flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}

describeInBrowser('every page can be used by everybody', (visit) => {
  it.each(PAGES)('axe finds nothing wrong with $name, light or dark', async ({ path, as }) => {
    const { page, complaints } = await visit({ path, as });
    await page.waitForLoadState('networkidle');
    await page.evaluate(AXE); // from outside: the page's own policy lets nobody add a script
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('body.awsui-dark-mode').waitFor();
    expect(await findings(page, ['color-contrast'])).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('axe finds nothing wrong with the page of somebody who is signed out', async () => {
    const provider = await SignInProvider.open();
    try {
      const { page, complaints } = await visit({ provider });
      await page.evaluate(AXE);
      expect(await findings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('body.awsui-dark-mode').waitFor();
      expect(await findings(page, ['color-contrast'])).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await provider.close();
    }
  });

  it('keeps the colours that were chosen, whatever the system prefers', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'Colours' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
    await page.locator('body.awsui-dark-mode').waitFor();
    await page.reload();
    await page.locator('#content h1').waitFor();
    expect(await page.locator('body.awsui-dark-mode').count()).toBe(1);
  });

  it('can be read at 390 pixels without scrolling sideways', async () => {
    const { page } = await visit();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
