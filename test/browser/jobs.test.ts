import type { Page } from 'playwright-core';
import { describeInBrowser } from './in-browser.ts';

const seen = (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

const JOB = '/jobs/train-recommender';

describeInBrowser('scheduled jobs on the page', (visit) => {
  it('says when a job runs next on its own clock and in UTC, and what its schedule means', async () => {
    const { page } = await visit({ as: 'dev', path: '/jobs' });
    await seen(page, /every 6 hours/i);
    await seen(page, 'Thu 8 Jan, 13:00 America/New_York');
    await seen(page, '01-08 18:00 UTC');
    await seen(page, 'paused: no run until it is resumed');
    await seen(page, 'Late');
    await seen(page, 'Last run failed');
    await seen(page, '$1.24');
  });

  it('tells each of the last runs by words, not by its colour alone', async () => {
    const { page } = await visit({ as: 'dev', path: JOB });
    const strip = page.getByRole('list', { name: /of train-recommender, oldest first/ });
    const marks = await strip.getByRole('listitem').allTextContents();
    expect(marks).toHaveLength(26);
    expect(marks.at(-1)).toMatch(/^Running: /);
    expect(marks.at(-2)).toMatch(/^Failed: .*no try is left/);
    expect(marks.at(-3)).toMatch(/^Succeeded, slow: /);
    expect(marks.at(-4)).toMatch(/^Missed: /);
    expect(marks.at(-5)).toMatch(/^Skipped overlap: /);
  });

  it('shows every attempt with its exit code, why it stopped, its log and what the job reported', async () => {
    const { page } = await visit({ as: 'dev', path: JOB });
    const runs = page.getByRole('table', { name: 'Runs of train-recommender' });
    await runs.getByText('exit code 137, out of memory').waitFor();
    await runs.getByText('OutOfMemoryError: container killed').waitFor();
    await runs.getByText('exit code 1, the job failed').waitFor();
    await runs.getByText('accuracy 0.93').first().waitFor();
    const log = runs.getByRole('link', { name: /^Log of attempt 2 of/ }).first();
    expect(await log.getAttribute('href')).toBe('https://logs.example/task-1-2');
  });

  it('says on the button itself why a run cannot be started', async () => {
    const { page, server } = await visit({ as: 'dev', path: JOB });
    const runNow = page.getByRole('button', { name: 'Run now' });
    await runNow.focus();
    await seen(page, 'A run of train-recommender is not over, and its runs may not overlap.');
    await runNow.click({ force: true });
    expect(server.world.runsAsked).toEqual([]);
  });

  it('backfills the newest tick that never ran, with the keyboard alone', async () => {
    const { page, server } = await visit({ as: 'dev', path: JOB });
    await page.getByRole('button', { name: 'More' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter'); // the first action: backfill
    const dialog = page.getByRole('dialog', { name: 'Backfill a tick of train-recommender' });
    await dialog.waitFor();
    const tick = await dialog.getByRole('textbox', { name: /The tick/ }).inputValue();
    expect(tick).toMatch(/^2026-01-\d\dT\d\d:\d\d$/);
    await dialog.getByRole('button', { name: 'Backfill' }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(server.world.runsAsked).toEqual([tick]);
  });

  it('pauses a job and cancels a run only with a reason', async () => {
    const { page, server } = await visit({ as: 'dev', path: JOB });
    await page.getByRole('button', { name: 'Pause', exact: true }).last().click();
    const pause = page.getByRole('dialog', { name: 'Pause train-recommender' });
    await pause.getByRole('button', { name: 'Pause' }).click({ force: true });
    expect(server.world.changes).toHaveLength(0);
    await pause.getByRole('textbox', { name: 'Why' }).fill('The data is being moved.');
    await pause.getByRole('button', { name: 'Pause' }).click();
    await pause.waitFor({ state: 'detached' });
    expect(server.world.changes.map(({ kind }) => kind)).toEqual(['job']);

    await page.getByRole('button', { name: /^Cancel the run of/ }).click();
    const cancel = page.getByRole('dialog', { name: /^Cancel the run of train-recommender/ });
    await cancel.getByRole('textbox', { name: 'Why' }).fill('It reads the wrong table.');
    await cancel.getByRole('button', { name: 'Cancel the run' }).click();
    await cancel.waitFor({ state: 'detached' });
    expect(server.world.runsCancelled).toEqual(['run-0']);
  });

  it('shows what the API finds wrong with a schedule at its field, and keeps the button shut', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/jobs/new' });
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('leap-report');
    await page.getByRole('textbox', { name: 'Image' }).fill('govlab/report:v1');
    await seen(page, 'Nobody has to approve this.');
    await page.getByRole('textbox', { name: 'Schedule' }).fill('0 0 30 2 *');
    await seen(page, /never fires: name a date that exists/);
    const schedule = page.getByRole('button', { name: 'Schedule', exact: true });
    expect(await schedule.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('textbox', { name: 'Schedule' }).fill('0 3 * * 1');
    await seen(page, /only on Monday/);
    await schedule.and(page.locator(':not([aria-disabled="true"])')).click();
    await seen(page, /Requested: Change the job leap-report/);
    expect(server.world.changes.map(({ target }) => target)).toEqual([{ kind: 'job', name: 'leap-report' }]);
  });

  it('lets nobody without the role act, and says which role it takes', async () => {
    const { page } = await visit({ as: 'ana', path: JOB });
    await page.getByRole('button', { name: 'Run now' }).focus();
    await seen(page, 'This needs the role deployer; Ana has viewer, approver.');
  });
});
