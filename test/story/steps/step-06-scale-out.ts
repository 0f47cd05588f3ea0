import type { Decision } from '../../../core/contract/scaling.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** Load rises: the scaler goes from 2 to 3 and, as the alarm lasts, to 4, with no person involved. */
export const scaleOut: Step = {
  number: 6,
  title: 'CPU 88 % at 2: scaled out to 3 with no person; the alarm lasts: re-evaluated to 4',
  async run(world) {
    await world.beginSpike();
    await world.loadTo('ai-recommender', 0.88);
    const first = await scaledTo(world, 3);
    promise.that(first.actor === 'scaler', `the actor is ${first.actor}`);
    await world.loadTo('ai-recommender', 0.75);
    const second = await scaledTo(world, 4);
    await world.healthy('ai-recommender', 4);
    return `${first.because} Then: ${second.because}`;
  },
};

/** The decision that brought the service to `count` tasks. */
async function scaledTo(world: StoryWorld, count: number): Promise<Decision> {
  const decision = await world.until(`SCALED_OUT to ${count}`, async () => {
    const { items } = await world.as('dev').listDecisions({ params: { name: 'ai-recommender' } });
    return items.find(
      ({ outcome, to }) => outcome === 'SCALED_OUT' && (world.recorded ? to >= count : to === count),
    );
  });
  const need = decision.to;
  await world.until(`${need} tasks running`, async () => {
    const { observed } = await world.service('ai-recommender');
    return (observed?.running ?? 0) >= need;
  });
  return decision;
}
