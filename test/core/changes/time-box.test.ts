import { voteOnApproval } from '../../../core/approvals/vote-on-approval.ts';
import { approvedMicroUsd } from '../../../core/budget/envelope.ts';
import { sweepChanges } from '../../../core/changes/sweep-changes.ts';
import type { Change } from '../../../core/contract/change.ts';
import { find } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import { Budgets } from '../../../core/store/records/budgets.ts';
import { type Desk, deployPortal, openDesk, PEOPLE } from './desk.ts';

const FRIDAY = '2026-11-27T18:00:00.000Z';

describe('money while a time box runs', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
  });

  const budget = async () => {
    const found = await find(desk.ports.store, Budgets, 'grants');
    if (!found) throw new Error('no budget');
    return { committed: (found.committedMicroUsd / 1e6).toFixed(2), approved: approvedMicroUsd(found) / 1e6 };
  };
  const bounds = (max: number, until?: string) =>
    desk.ask({
      intent: { kind: 'bounds', replicas: { min: 2, max }, ...(until !== undefined && { until }) },
    });
  const approve = async ({ approvalId }: Change) => {
    const approval = await find(desk.ports.store, Approvals, approvalId ?? '');
    if (!approval) throw new Error('nothing to approve');
    for (const identity of [PEOPLE.ana, PEOPLE.ben]) {
      const vote = { verdict: 'approve', planDigest: approval.planDigest } as const;
      await voteOnApproval(desk.ports, { approvalId: approval.id, identity, vote, correlationId: 'test' });
    }
  };

  it('keeps the maximum committed that comes back, so that nobody spends it meanwhile', async () => {
    await bounds(3, FRIDAY);
    expect((await desk.service('ai-recommender')).bounds.max).toBe(3);
    expect((await budget()).committed).toBe('242.20');
    desk.clock.set(new Date(FRIDAY));
    await sweepChanges(desk.ports, 'friday');
    expect((await desk.service('ai-recommender')).bounds.max).toBe(4);
    expect((await budget()).committed).toBe('242.20');
  });

  it('asks people again before what they gave for a while becomes so for good', async () => {
    await approve(await bounds(7, FRIDAY));
    const forGood = await bounds(6);
    expect(forGood.status).toBe('AWAITING_APPROVAL');
    expect((forGood.plan.cost.ceiling.deltaMicroUsd / 1e6).toFixed(2)).toBe('85.06');
    expect((await desk.service('ai-recommender')).bounds.max).toBe(7);
  });

  it('ends the box with the change that takes its place, and its money with it', async () => {
    await approve(await bounds(7, FRIDAY));
    await bounds(4);
    expect(await budget()).toEqual({ committed: '242.20', approved: 250 });
    desk.clock.set(new Date(FRIDAY));
    await sweepChanges(desk.ports, 'friday');
    expect((await desk.service('ai-recommender')).bounds.max).toBe(4);
    expect(await budget()).toEqual({ committed: '242.20', approved: 250 });
  });
});
