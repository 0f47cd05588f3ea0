import { secondsBetween } from '../../../core/units.ts';
import { PROGRAM } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';

/** On Friday evening the time box ends: bounds, tasks and money go back. */
export const friday: Step = {
  number: 10,
  title: 'Friday 18:00: bounds return to 2..4, REVERTED, the budget is back',
  async run(world) {
    const raised = await world.service('ai-recommender');
    const until = raised.timeBox?.until ?? promise.broken('the raise has no time box');
    await world.loadTo('ai-recommender', 0.2);
    await world.advance(Math.max(60, secondsBetween(await world.now(), until) - 120));
    promise.equal((await world.service('ai-recommender')).bounds, raised.bounds, 'the bounds just before');
    await world.advance(300);
    const service = await world.service('ai-recommender');
    promise.equal(service.bounds, { min: 2, max: 4 }, 'the bounds after');
    const change = await world.as('dev').getChange({ params: { id: raised.timeBox?.changeId ?? '' } });
    promise.equal(change.status, 'REVERTED', 'the change');
    const budget = await world.as('ana').getBudget({ params: { name: PROGRAM } });
    promise.equal(budget.allowances, [], 'allowances after');
    promise.that(budget.committedMicroUsd <= 250_000_000, 'commitments are inside $250 again');
    return `bounds ${service.bounds.min} to ${service.bounds.max}, committed ${(budget.committedMicroUsd / 1e6).toFixed(2)}`;
  },
};
