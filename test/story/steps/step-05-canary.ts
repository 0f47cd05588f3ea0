import type { ApprovalView } from '../../../core/contract/approval.ts';
import { AI_RECOMMENDER } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

const CANARY = { kind: 'canary', percent: 25, bakeMin: 5, pause: true } as const;

/** A canary pauses; its own requester may not let it go on, the program manager may; without a vote it goes back. */
export const canary: Step = {
  number: 5,
  title:
    'a canary pauses: own vote refused and audited, ana lets it go on; nobody votes: EXPIRED, rolled back',
  async run(world) {
    await deploy(world, 'govlab/ai-recommender:v3');
    const unanswered = await promotionOf(world);
    await world.advance(25 * 3_600);
    const expired = await world.as('ana').getApproval({ params: { id: unanswered.id } });
    promise.equal(expired.status, 'EXPIRED', 'the question nobody answered');
    const back = await world.healthy('ai-recommender', 2);
    promise.equal(back.revision, 1, 'the revision after nobody voted');

    await deploy(world, 'govlab/ai-recommender:v2');
    const approval = await promotionOf(world);
    const own = await world.refusal(world.vote('dev', approval));
    promise.equal(own.status, 403, 'the vote of dev');
    await audited(world, await world.subOf('dev'));
    await world.vote('ana', approval);
    const service = await world.until('the canary to succeed', async () => {
      const seen = await world.service('ai-recommender');
      return seen.deploymentId === undefined && seen.status === 'HEALTHY' && seen;
    });
    promise.equal(service.revision, 3, 'the revision after the go');
    return 'v3 went back when nobody voted; v2 went on after ana';
  },
};

async function deploy(world: StoryWorld, image: string): Promise<void> {
  await world.as('dev').deployService({ body: { ...AI_RECOMMENDER, image, strategy: CANARY } });
}

async function promotionOf(world: StoryWorld): Promise<ApprovalView> {
  return world.until('the canary to pause', async () => {
    const open = await world.openApprovals('ai-recommender');
    return open.find(({ kind }) => kind === 'promotion');
  });
}

/** The refused vote stands in the trail as denied. */
async function audited(world: StoryWorld, actor: string): Promise<void> {
  const { items } = await world.as('aud').listAudit({ query: { actor, action: 'access.denied' } });
  promise.that(
    items.some(({ outcome }) => outcome === 'denied'),
    `the refused vote of ${actor} is audited`,
  );
}
