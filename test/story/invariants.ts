import type { ApprovalView } from '../../core/contract/approval.ts';
import { formatUsd } from '../../core/format.ts';
import { promise } from './promise.ts';
import type { StoryWorld } from './story-world.ts';

/** What must hold after every step, whatever the step did. @throws BrokenPromise */
export async function checkInvariants(world: StoryWorld): Promise<void> {
  await boundsHold(world);
  await envelopesHold(world);
  await quorumsHold(world);
  await everyChangeIsAudited(world);
}

/** No service outside its bounds; what a person set by hand is shown as drift. */
async function boundsHold(world: StoryWorld): Promise<void> {
  const { items } = await world.as('aud').listServices();
  for (const { name, status, desiredCount, bounds, observed, drifted } of items) {
    if (status === 'RETIRING' || status === 'RETIRED') continue;
    const inside = desiredCount >= bounds.min && desiredCount <= bounds.max;
    promise.that(inside, `${name} desires ${desiredCount}, outside ${bounds.min} to ${bounds.max}`);
    const seen = observed?.desired ?? desiredCount;
    promise.that(
      drifted || (seen >= bounds.min && seen <= bounds.max),
      `${name} is set to ${seen}, undeclared`,
    );
  }
}

/** Committed ceilings stay inside what is approved, and are the sum of the ceilings. */
async function envelopesHold(world: StoryWorld): Promise<void> {
  const budgets = await world.as('aud').listBudgets();
  const { items } = await world.as('aud').listServices();
  for (const { scope, committedMicroUsd, approvedMicroUsd } of budgets.items) {
    const money = `${scope} committed ${formatUsd(committedMicroUsd)} of ${formatUsd(approvedMicroUsd)}`;
    promise.that(committedMicroUsd <= approvedMicroUsd, money);
    const live = items.filter(({ program, status }) => program === scope && status !== 'RETIRING');
    const sum = live.reduce((total, { cost }) => total + cost.ceilingMicroUsd, 0);
    promise.equal(committedMicroUsd, sum, `commitments of ${scope} are the sum of its ceilings`);
  }
}

/** No approval was executed without its quorum. */
async function quorumsHold(world: StoryWorld): Promise<void> {
  const { items } = await world.as('aud').listApprovals({ query: { status: 'all', limit: 100 } });
  const executed = items.filter(({ status }) => ['EXECUTING', 'EXECUTED', 'REVERTED'].includes(status));
  for (const approval of executed)
    promise.that(isQuorate(approval), `approval ${approval.id} was executed alone`);
}

function isQuorate({ progress, votes, requestedBy }: ApprovalView): boolean {
  const people = new Set(votes.map(({ by }) => by));
  const enough = progress.every(({ min, approvedBy }) => approvedBy.length >= min);
  return enough && people.size === votes.length && !people.has(requestedBy.sub);
}

/** No Change without its entry in the trail. */
async function everyChangeIsAudited(world: StoryWorld): Promise<void> {
  const { items } = await world.as('aud').listChanges({ query: { limit: 100 } });
  for (const { id } of items) {
    const trail = await world.as('aud').listAudit({ query: { changeId: id, limit: 1 } });
    promise.that(trail.items.length > 0, `change ${id} has no audit entry`);
  }
}
