import type { Page } from 'playwright-core';
import { describeInBrowser } from './in-browser.ts';

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

const POLICY = '/policies/job-training-grant';

describeInBrowser('policies on the page', (visit) => {
  it('says how far a version has come and who is missing', async () => {
    const { page } = await visit({ as: 'ana', path: '/policies' });
    await page.getByRole('img', { name: '25 % of the tasks run version 2 of job-training-grant' }).waitFor();
    await seen(page, 'ai-recommender: 1 failed; job-ingest: 1 pending, 1 unreachable');
  });

  it('reads as a table: which service runs which version with how many tasks', async () => {
    const { page } = await visit({ as: 'ana', path: POLICY });
    const matrix = page.getByRole('table', { name: 'Versions of job-training-grant by service' });
    const rows = await matrix.getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.split(/\s*[\t\n]+\s*/).filter(Boolean))).toEqual([
      ['Service', '@2 (newest)', '@1 (in force)', 'no version'],
      ['ai-recommender', '1 task', '1 task', 'none'],
      ['job-ingest', 'none', '1 task', '1 task'],
    ]);
  });

  it('puts the task that refused the version first, with what it said', async () => {
    const { page } = await visit({ as: 'ana', path: POLICY });
    const tasks = page.getByRole('table', { name: 'Tasks and version 2' });
    const first = tasks.getByRole('row').nth(1);
    await first.getByText('rego_parse_error: unexpected token').waitFor();
    await first.getByText('Failed').waitFor();
  });

  it('previews a candidate: which changes would have been judged otherwise, by which clause', async () => {
    const { page } = await visit({ as: 'gov', path: `${POLICY}/preview` });
    await page.getByRole('textbox', { name: 'Cedar' }).fill('forbid (principal, action, resource);');
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await seen(page, '3 changes asked again: 1 would be judged otherwise.');
    await seen(page, '4.2 no raise over the week-end');
  });

  it('lets only the Governance Layer roll back, and tells others why not', async () => {
    const asAna = await visit({ as: 'ana', path: POLICY });
    await asAna.page.getByRole('button', { name: 'Roll back' }).focus();
    await seen(asAna.page, /This needs the role policy-admin/);

    const { page } = await visit({ as: 'gov', path: POLICY });
    await page.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Roll job-training-grant back' });
    await dialog.getByRole('textbox', { name: 'Why' }).fill('It stops the night job.');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await seen(page, 'job-training-grant: version 3 brings @1 back.');
  });

  it('shows what admission answered, and can leave out what it let through', async () => {
    const { page } = await visit({ as: 'ana', path: '/decisions' });
    const table = page.getByRole('table', { name: 'Decisions' });
    await table.getByText('Deploy letter-writer').waitFor();
    expect(await table.getByRole('row').count()).toBe(4);
    await page.getByRole('button', { name: 'Denied or for review' }).click();
    expect(await table.getByRole('row').count()).toBe(3);
  });

  it('shows failed runs and unconverged policies among the incidents, each with its page', async () => {
    const { page } = await visit({ as: 'ana' });
    await seen(page, 'Policy job-training-grant@2 has not reached all tasks');
    await page.getByRole('link', { name: 'train-recommender', exact: true }).click();
    await page.getByRole('heading', { name: 'train-recommender', level: 1 }).waitFor();
  });
});

describeInBrowser('what the night proposes, on the page', (visit) => {
  it('explains a proposal: money, evidence, what it was not, how it is undone', async () => {
    const { page } = await visit({ as: 'dev', path: '/proposals/01KEFZPR0P0000000000000001' });
    await seen(page, 'ai-recommender: 1 vCPU, 4 GB → 1 vCPU, 2 GB');
    await seen(page, '−$19.47');
    await seen(page, '1,420 of 4,096 MiB');
    const others = page.getByRole('table', { name: 'Alternatives for ai-recommender' });
    await others.getByText('31 overload minutes more').waitFor();
    expect(await others.getByRole('row').count()).toBe(3);
    await page.getByRole('application', { name: /Memory of one task of ai-recommender/ }).waitFor();
    await seen(page, 'Size proposed');
    await seen(page, 'Roll back to the revision before.');
  });

  it('applies what is recommended once more asked, and leads to the approval of what waits', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/proposals' });
    const approval = page.getByRole('link', { name: 'Open its approval' });
    expect(await approval.getAttribute('href')).toBe('/approvals/01KEFZAPPR0000000000000001');
    await page.getByRole('button', { name: 'Apply the proposal for ai-recommender' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply the proposal for ai-recommender' });
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await seen(page, /ai-recommender: It is being applied\./);
    expect(server.world.changes.map(({ kind }) => kind)).toEqual(['optimize']);
  });

  it('names the services it left as they are with the reason, and what was saved', async () => {
    const { page } = await visit({ as: 'dev', path: '/proposals' });
    await seen(page, 'It has 6 h of history; 24 h are needed.');
    await seen(page, '$17.90');
  });
});
