import { promise } from '../promise.ts';
import type { Step } from '../step.ts';

/** At night one person may do it alone; it stays red until a second one signs. */
export const breakGlass: Step = {
  number: 15,
  title: 'break-glass at night raises max to 6: done, red until ben signs',
  async run(world) {
    const asked = await world.as('dev').setServiceBounds({
      params: { name: 'ai-recommender' },
      body: { min: 2, max: 6, reason: 'the portal is on the news' },
    });
    promise.equal(asked.status, 'AWAITING_APPROVAL', 'the change before');
    const notAna = await world.refusal(
      world.as('ana').breakGlass({ params: { id: asked.id }, body: { reason: 'me too' } }),
    );
    promise.equal(notAna.status, 403, 'break-glass without the role');
    const done = await world
      .as('dev')
      .breakGlass({ params: { id: asked.id }, body: { reason: 'nobody awake' } });
    promise.equal(done.status, 'DONE', 'the change after');
    promise.equal((await world.service('ai-recommender')).bounds.max, 6, 'the maximum');
    const review = (await world.openApprovals('ai-recommender')).find(({ kind }) => kind === 'review');
    if (!review) return promise.broken('no review is open');
    await world.advance(25 * 3_600);
    const red = await world.as('ben').getApproval({ params: { id: review.id } });
    promise.that(red.overdue && red.status === 'PENDING', 'the review is red after 24 h');
    const own = await world.refusal(world.vote('dev', review));
    promise.equal(own.status, 403, 'signing one’s own');
    const signed = await world.vote('ben', review);
    promise.equal(signed.status, 'EXECUTED', 'the review after ben signed');
    return 'max 6 at once; overdue after 24 h; signed by ben';
  },
};
