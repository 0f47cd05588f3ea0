import { formatUsd } from '../../../core/format.ts';
import { AI_RECOMMENDER, JOB_INGEST } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** Both services are planned: their ceilings fit the budget, nobody need approve, nothing is created. */
export const planPortal: Step = {
  number: 2,
  title: 'plans of both services fit the budget; an image from elsewhere is denied with the clause',
  async run(world) {
    const plans = await Promise.all(
      [JOB_INGEST, { ...AI_RECOMMENDER, dependsOn: [] }].map((body) =>
        world.as('dev').deployService({ body, query: { dryRun: 'true' } }),
      ),
    );
    const ceilings = plans.map(({ plan }) => plan.cost.ceiling.afterMicroUsd);
    promise.equal(ceilings.map(formatUsd), ['$72.08', '$170.12'], 'the ceilings a month');
    promise.that(
      plans.every(({ plan }) => plan.approvals.required.length === 0),
      'no plan asks for approval',
    );
    promise.that(
      plans.every(({ status }) => status === 'PLANNED'),
      'a dry run stays PLANNED',
    );
    const { items } = await world.as('dev').listServices();
    promise.equal(items.length, 0, 'services after a dry run');
    const missing = await world.refusal(
      world.as('dev').deployService({ body: { ...JOB_INGEST, image: 'govlab/no-such-image:v1' } }),
    );
    promise.equal(missing.code, 'service.preflight_failed', 'an image that does not exist');
    await deniedElsewhere(world);
    return `ceilings ${ceilings.map(formatUsd).join(' + ')} = ${formatUsd(ceilings.reduce((a, b) => a + b))} of $250.00`;
  },
};

/** An image that exists, but not where the policy allows images from. */
async function deniedElsewhere(world: StoryWorld): Promise<void> {
  const before = (await world.dev.getCloud()).mutations.length;
  const body = { ...JOB_INGEST, image: 'public/nginx:1.29' };
  const denied = await world.refusal(world.as('dev').deployService({ body }));
  promise.equal(denied.code, 'policy.denied', 'an image from elsewhere');
  promise.that(denied.message.includes('LAB-7.2 images from govlab only'), 'the refusal names the clause');
  const { items } = await world.as('aud').listChanges({ query: { limit: 1 } });
  promise.equal(items[0]?.status, 'DENIED_BY_POLICY', 'the change of the refused deploy');
  promise.equal((await world.as('dev').listServices()).items.length, 0, 'services after the refusal');
  promise.equal((await world.dev.getCloud()).mutations.length, before, 'calls to the cloud by the refusal');
}
