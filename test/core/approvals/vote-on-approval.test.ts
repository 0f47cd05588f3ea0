import { approvalView } from '../../../core/approvals/approval-view.ts';
import { expireDue } from '../../../core/approvals/expire-due.ts';
import { voteOnApproval } from '../../../core/approvals/vote-on-approval.ts';
import { breakGlass } from '../../../core/changes/break-glass.ts';
import { sweepChanges } from '../../../core/changes/sweep-changes.ts';
import type { Approval } from '../../../core/contract/approval.ts';
import type { Change } from '../../../core/contract/change.ts';
import type { Identity } from '../../../core/contract/identity.ts';
import { find, list } from '../../../core/store/record-type.ts';
import { Approvals, pendingApprovals } from '../../../core/store/records/approvals.ts';
import { allEntries } from '../../../core/store/records/audit.ts';
import { Budgets } from '../../../core/store/records/budgets.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { type Desk, deployPortal, openDesk, PEOPLE } from '../changes/desk.ts';

const FRIDAY = '2026-11-27T18:00:00.000Z';

describe('voting on a raise', () => {
  let desk: Desk;
  let change: Change;
  let approval: Approval;

  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
    change = await desk.ask({
      intent: { kind: 'bounds', replicas: { min: 2, max: 7 }, until: FRIDAY },
      requestedBy: { sub: 'scaler', kind: 'scaler' },
      evidence: {
        metric: 'cpu',
        utilization: 0.95,
        limit: 4,
        want: 7,
        atLimitSince: '2026-11-23T11:42:00.000Z',
      },
    });
    approval = await load(change.approvalId);
  });

  const load = async (id: string | undefined): Promise<Approval> => {
    const found = await find(desk.ports.store, Approvals, id ?? '');
    if (!found) throw new Error('no approval');
    return found;
  };
  const cast = (identity: Identity, more: object = {}) =>
    voteOnApproval(desk.ports, {
      approvalId: approval.id,
      identity,
      vote: { verdict: 'approve', planDigest: approval.planDigest, ...more },
      correlationId: 'vote',
    });
  const executions = async () => {
    const { items } = await desk.ports.store.query({ ...allEntries, limit: 100 });
    return items.filter(({ value }) => JSON.stringify(value).includes('"action":"approval.executed"')).length;
  };

  it('needs both groups, then executes and raises the bounds until Friday', async () => {
    expect((await cast(PEOPLE.ana)).status).toBe('PENDING');
    expect((await cast(PEOPLE.ben)).status).toBe('EXECUTED');
    expect(await desk.service('ai-recommender')).toMatchObject({
      bounds: { min: 2, max: 7 },
      timeBox: { until: FRIDAY, revertTo: { min: 2, max: 4 } },
    });
  });

  it('executes exactly once under 200 concurrent votes with double clicks', async () => {
    const votes = Array.from({ length: 200 }, (_, i) => cast(i % 2 === 0 ? PEOPLE.ana : PEOPLE.ben));
    await Promise.allSettled(votes);
    expect(await executions()).toBe(1);
    expect((await load(approval.id)).votes).toHaveLength(2);
  });

  it('keeps commitments inside what is approved, and gives the money back on Friday', async () => {
    await cast(PEOPLE.ana);
    await cast(PEOPLE.ben);
    const raised = await find(desk.ports.store, Budgets, 'grants');
    expect(((raised?.committedMicroUsd ?? 0) / 1e6).toFixed(2)).toBe('369.79');
    expect(raised?.allowances).toHaveLength(1);
    desk.clock.set(new Date(FRIDAY));
    await sweepChanges(desk.ports, 'friday');
    const back = await find(desk.ports.store, Budgets, 'grants');
    expect(((back?.committedMicroUsd ?? 0) / 1e6).toFixed(2)).toBe('242.20');
    expect(back?.allowances).toEqual([]);
    expect(await desk.service('ai-recommender')).toMatchObject({
      bounds: { min: 2, max: 4 },
    });
    expect(await find(desk.ports.store, Changes, change.id)).toMatchObject({ status: 'REVERTED' });
    expect((await load(approval.id)).status).toBe('REVERTED');
  });

  it.each([
    ['the requester', { ...PEOPLE.ana, sub: 'scaler' }, 'approval.own_change'],
    ['a machine', { ...PEOPLE.ana, kind: 'ci' }, 'approval.machine_vote'],
    ['somebody of no group asked', PEOPLE.dev, 'approval.not_in_quorum'],
  ] as const)('refuses the vote of %s and audits the attempt', async (_who, identity, code) => {
    await expect(cast(identity)).rejects.toMatchObject({ code });
    const { items } = await desk.ports.store.query({ ...allEntries, limit: 1 });
    expect(items[0]?.value).toMatchObject({ action: 'access.denied', outcome: 'denied' });
    expect((await load(approval.id)).votes).toEqual([]);
  });

  it('ends with one reject, which must say why, and nothing changes', async () => {
    await cast(PEOPLE.ana);
    expect((await cast(PEOPLE.ben, { verdict: 'reject', comment: 'too dear' })).status).toBe('REJECTED');
    expect(await find(desk.ports.store, Changes, change.id)).toMatchObject({ status: 'REJECTED' });
    expect(await desk.service('ai-recommender')).toMatchObject({
      bounds: { min: 2, max: 4 },
      scaling: { lastRefusal: { max: 7 } },
    });
  });

  it('does not count a vote for another plan', async () => {
    await expect(cast(PEOPLE.ana, { planDigest: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'approval.stale',
    });
  });

  it('goes stale when the size of the task changes, and asks again with the plan of today', async () => {
    await cast(PEOPLE.ana);
    await desk.deploy({
      name: 'ai-recommender',
      cpuUnits: 1024,
      memoryMiB: 2048,
      replicas: { min: 2, max: 4 },
    });
    await expect(cast(PEOPLE.ben)).rejects.toMatchObject({
      code: 'approval.stale',
      params: { planDigest: expect.stringMatching(/^[0-9a-f]{64}$/), diff: expect.any(Array) },
    });
    const old = await load(approval.id);
    expect(old).toMatchObject({ status: 'STALE', replacedBy: expect.any(String) });
    const next = await load(old.replacedBy);
    expect(next).toMatchObject({ status: 'PENDING', votes: [] });
    expect(next.planDigest).not.toBe(approval.planDigest);
  });

  it('expires after 4 h for the scaler, keeps what is, and answers a late vote with the end', async () => {
    desk.clock.set(new Date('2026-11-23T16:00:00.000Z'));
    await expect(cast(PEOPLE.ana)).rejects.toMatchObject({
      code: 'approval.closed',
      message: expect.stringContaining('EXPIRED'),
    });
    expect(await expireDue(desk.ports)).toBe(1);
    expect((await load(approval.id)).status).toBe('EXPIRED');
    expect((await desk.service('ai-recommender')).bounds.max).toBe(4);
    expect(await expireDue(desk.ports)).toBe(0);
  });

  it('reads as plain words with the money of the story', () => {
    const view = approvalView(approval, { viewer: PEOPLE.ana, now: approval.openedAt });
    const text = [view.headline, ...view.sentences, view.ifNobodyActs].join(' ');
    expect(text).toContain('ai-recommender needs more room.');
    expect(text).toContain('It ran at its limit of 4 tasks for 18 minutes (CPU 95 %).');
    expect(text).toContain(
      'Raising the limit to 7 allows up to $127.59 more a month (limit $170.12 -> $297.71, compute only).',
    );
    expect(text).toContain('Until Fri 27 Nov 18:00 UTC, then back to 4.');
    expect(text).toContain('If nobody acts by Mon 23 Nov 16:00 UTC: nothing changes; the limit stays 4.');
    expect(view.you).toEqual({ mayVote: true, because: 'Your vote counts.' });
    expect(approvalView(approval, { viewer: PEOPLE.dev, now: approval.openedAt }).you).toMatchObject({
      mayVote: false,
    });
  });

  it('executes at once when the glass is broken, and stays red until a second person signs', async () => {
    await breakGlass(desk.ports, {
      changeId: change.id,
      identity: PEOPLE.dev,
      reason: 'night',
      correlationId: 'x',
    });
    expect((await desk.service('ai-recommender')).bounds.max).toBe(7);
    const { items } = await list(desk.ports.store, Approvals, { ...pendingApprovals, limit: 10 });
    const review = items.find(({ kind }) => kind === 'review');
    approval = await load(review?.id);
    await expect(cast({ ...PEOPLE.dev, groups: ['finance'] })).rejects.toMatchObject({
      code: 'approval.own_change',
    });
    desk.clock.set(new Date('2026-11-25T12:00:00.000Z'));
    expect(approvalView(approval, { viewer: PEOPLE.ben, now: '2026-11-25T12:00:00.000Z' }).overdue).toBe(
      true,
    );
    expect((await cast(PEOPLE.ben)).status).toBe('EXECUTED');
  });
});
