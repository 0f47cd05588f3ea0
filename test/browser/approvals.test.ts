import type { Page } from 'playwright-core';
import { describeInBrowser } from './in-browser.ts';

const CARD = 'ai-recommender needs more room.';

const approve = (page: Page) => page.getByRole('button', { name: `Approve: ${CARD}` });
const reject = (page: Page) => page.getByRole('button', { name: `Reject: ${CARD}` });
const said = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();

async function becomeByMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Change identity/ }).click();
  await page.getByRole('menuitemcheckbox', { name: new RegExp(name) }).click();
  await page.getByRole('button', { name: new RegExp(`Signed in as ${name}`) }).waitFor();
}

/** What the focused element is called. */
async function focused(page: Page): Promise<string> {
  const name =
    'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""';
  return String(await page.evaluate(name));
}

/** Presses Tab until the element that is called `name` has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

describeInBrowser('approving on the page', (visit) => {
  it('says in plain words what is asked, what it costs, and what happens if nobody acts', async () => {
    const { page } = await visit();
    await said(page, 'It ran at its limit of 4 for 18 minutes (CPU 95 %).');
    await said(page, '+$127.59');
    await said(page, 'If nobody acts by Thu 8 Jan 17:12 UTC: nothing changes; the limit stays 4.');
    await said(page, '3 h 42 min');
    await page.getByRole('application', { name: /CPU of ai-recommender/ }).waitFor();
  });

  it('takes two people with the mouse: after the second one it is executed exactly once', async () => {
    const { page, server } = await visit();
    await approve(page).click();
    await said(page, 'You approved: ai-recommender needs more room. It still waits for finance.');
    await page.getByRole('heading', { name: 'Needs you (0)' }).waitFor();
    await becomeByMenu(page, 'Ben');
    await page.getByRole('heading', { name: 'Needs you (1)' }).waitFor();
    await said(page, 'approved by ana');
    await approve(page).dblclick();
    await said(page, 'Approved, it is being done');
    expect(server.world.approval.status).toBe('EXECUTED');
    expect(server.world.executions).toBe(1);
  });

  it('works with the keyboard alone', async () => {
    const { page, server } = await visit();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // the skip link
    await tabTo(page, `Approve: ${CARD}`);
    await page.keyboard.press('Enter');
    await said(page, 'It still waits for finance.');
    expect(server.world.approval.votes.map(({ by, verdict }) => `${by} ${verdict}`)).toEqual(['ana approve']);
  });

  it('rejects only with a comment, which the requester can read, and gives the focus back when nothing is done', async () => {
    const { page, server } = await visit();
    await reject(page).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Reject this request' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe(`Reject: ${CARD}`);

    await reject(page).click();
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await said(page, 'Say why: a reject needs a comment.');
    expect(server.world.approval.votes).toHaveLength(0);
    await dialog.getByRole('textbox').fill('Wait for the new budget.');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await said(page, 'You rejected');
    expect(server.world.approval.votes[0]?.comment).toBe('Wait for the new budget.');
    expect(server.world.approval.status).toBe('REJECTED');
  });

  it('counts no vote on a plan that changed meanwhile: it shows the new plan and asks again', async () => {
    const { page, server } = await visit();
    await approve(page).waitFor();
    server.world.replan(9); // behind the viewer's back, without an announcement
    await approve(page).click();
    await said(page, 'The plan changed after you opened it. Your vote was not counted.');
    await page.getByRole('table', { name: 'What changes' }).getByText('9').waitFor();
    expect(server.world.approval.votes).toHaveLength(0);
    await page.getByRole('button', { name: 'I have read the new plan' }).click();
    await approve(page).click();
    await said(page, 'It still waits for finance.');
    expect(server.world.approval.votes[0]?.planDigest).toBe(server.world.approval.planDigest);
  });

  it('asks again before the vote, too, when the change of plan was announced', async () => {
    const { page, server } = await visit();
    await approve(page).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    server.world.replan(9);
    server.announce({ kind: 'approval', id: server.world.approval.id, version: 2 });
    await said(page, 'The plan changed after you opened it.');
    expect(await approve(page).getAttribute('aria-disabled')).toBe('true');
  });

  it('tells who may not vote why, on the button itself', async () => {
    const { page, server } = await visit({ as: 'dev', path: '/approvals/01KEFZAPPR0000000000000001' });
    await approve(page).focus();
    await said(page, 'You are in none of the groups asked (program, finance).');
    await approve(page).click({ force: true });
    expect(server.world.approval.votes).toHaveLength(0);
  });
});
