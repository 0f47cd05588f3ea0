import { promise } from '../promise.ts';
import type { Step } from '../step.ts';

/** Nobody votes: the question expires, what is stays, and a late vote is told how it ended. */
export const expired: Step = {
  number: 9,
  title: 'other ending: nobody votes: EXPIRED, max stays 4, a late vote gets 409',
  async run(world) {
    await world.loadTo('job-ingest', 0.95);
    await world.until('4 tasks of job-ingest', async () => {
      const { observed } = await world.service('job-ingest');
      return observed?.running === 4;
    });
    await world.advance(300);
    await world.loadTo('job-ingest', 0.95);
    const approval = await world.until(
      'a raise for job-ingest',
      async () => (await world.openApprovals('job-ingest'))[0],
    );
    await world.advance(4 * 3_600 + 120);
    const ended = await world.as('ben').getApproval({ params: { id: approval.id } });
    promise.equal(ended.status, 'EXPIRED', 'the approval');
    promise.equal((await world.service('job-ingest')).bounds, { min: 2, max: 4 }, 'the bounds');
    const late = await world.refusal(world.vote('ben', approval));
    promise.equal([late.status, late.code], [409, 'approval.closed'], 'the late vote');
    await world.loadTo('job-ingest', 0.2);
    return `a late vote is told: ${late.problem.detail}`;
  },
};
