import type { ApprovalView } from '../../../core/contract/approval.ts';
import { formatUsd } from '../../../core/format.ts';
import { secondsBetween } from '../../../core/units.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** At its ceiling the service asks people, once, with the price, the end and what happens if nobody acts. */
export const ceiling: Step = {
  number: 7,
  title: 'CPU 95 % at 4 wants 7: exactly one priced, time-boxed approval',
  async run(world) {
    await world.loadTo('ai-recommender', 0.95);
    const approval = await raiseOf(world);
    await world.advance(1_200);
    promise.equal(
      (await world.openApprovals('ai-recommender')).length,
      1,
      'open approvals after 20 more minutes',
    );
    promise.equal(secondsBetween(approval.openedAt, approval.expiresAt), 4 * 3_600, 'seconds it stays open');
    promise.that(isFridayEvening(approval.until ?? ''), `it ends ${approval.until}`);
    promise.equal((await world.service('ai-recommender')).desiredCount, 4, 'tasks while it waits');
    if (!world.recorded) {
      promise.equal(approval.boundsAfter, { min: 2, max: 7 }, 'the bounds asked for');
      promise.equal(formatUsd(approval.ceiling.deltaMicroUsd), '$127.59', 'what it costs more a month');
    }
    return `${approval.headline} ${approval.sentences.join(' ')} ${approval.ifNobodyActs}`;
  },
};

/** The approval of the raise that the scaler asked for. */
export async function raiseOf(world: StoryWorld): Promise<ApprovalView> {
  return world.until('an approval of a raise', async () => {
    const open = await world.openApprovals('ai-recommender');
    return open.find(({ kind, requestedBy }) => kind === 'change' && requestedBy.kind === 'scaler');
  });
}

function isFridayEvening(instant: string): boolean {
  const date = new Date(instant);
  return date.getUTCDay() === 5 && date.getUTCHours() === 18 && date.getUTCMinutes() === 0;
}
