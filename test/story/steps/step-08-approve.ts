import type { ApprovalView } from '../../../core/contract/approval.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';
import { raiseOf } from './step-07-ceiling.ts';

/** The objective for p95 that a service has unless told, in ms. */
const OBJECTIVE_MS = 500;

/** A plan that changed between two votes is asked anew; then two people approve at once, and it happens once. */
export const approve: Step = {
  number: 8,
  title: 'the plan changes after the first vote: STALE, asked again; two approve in parallel: executed once',
  async run(world) {
    const first = await raiseOf(world);
    await world.vote('ana', first);
    await world.as('dev').updateService({
      params: { name: 'ai-recommender' },
      body: { memoryMiB: 3072, strategy: 'rolling' },
    });
    const stale = await world.refusal(world.vote('ben', first));
    promise.equal(stale.code, 'approval.stale', 'the vote on the old plan');
    promise.that(Array.isArray(stale.problem.params?.['diff']), 'the refusal shows the new diff');
    await world.until('the new size to run', async () => {
      const { deploymentId } = await world.service('ai-recommender');
      return deploymentId === undefined;
    });
    const second = await raiseOf(world);
    promise.that(second.id !== first.id && second.votes.length === 0, 'a new request without votes');
    const slow = await world.latest('ai-recommender', 'p95Ms');
    await doubleClicks(world, second);
    const want = second.boundsAfter?.max ?? 0;
    const service = await world.until(`${want} tasks running`, async () => {
      const seen = await world.service('ai-recommender');
      return seen.bounds.max === want && (world.recorded || seen.observed?.running === want) && seen;
    });
    await executedOnce(world, second);
    const fast = await recovered(world);
    return `bounds ${service.bounds.min} to ${service.bounds.max}; p95 ${Math.round(slow ?? 0)} -> ${Math.round(fast)} ms`;
  },
};

/** Each clicks five times, all at the same time; whatever is refused, is refused politely. */
async function doubleClicks(world: StoryWorld, approval: ApprovalView): Promise<void> {
  const clicks = Array.from({ length: 10 }, (_, i) => world.vote(i % 2 === 0 ? 'ana' : 'ben', approval));
  const answers = await Promise.allSettled(clicks);
  const crashed = answers.filter(
    (answer) =>
      answer.status === 'rejected' && !(answer.reason?.status >= 400 && answer.reason?.status < 500),
  );
  promise.equal(crashed.length, 0, 'clicks that failed other than politely');
}

async function executedOnce(world: StoryWorld, approval: ApprovalView): Promise<void> {
  const { items } = await world.as('aud').listAudit({ query: { changeId: approval.changeId, limit: 100 } });
  promise.equal(
    items.filter(({ action }) => action === 'approval.executed').length,
    1,
    'executions in the trail',
  );
  const now = await world.as('ana').getApproval({ params: { id: approval.id } });
  promise.equal(now.status, 'EXECUTED', 'the approval');
  const voters = [await world.subOf('ana'), await world.subOf('ben')];
  promise.equal(now.votes.map(({ by }) => by).sort(), voters.sort(), 'who voted');
}

async function recovered(world: StoryWorld): Promise<number> {
  return world.until('p95 inside its objective', async () => {
    const seen = await world.latest('ai-recommender', 'p95Ms');
    return seen !== undefined && seen <= OBJECTIVE_MS && seen;
  });
}
