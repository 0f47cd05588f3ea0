import { formatUsd } from '../../../core/format.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import { AI_RECOMMENDER, JOB_INGEST } from '../story-world.ts';

/** Both services are planned: their ceilings fit the budget, nobody need approve, nothing is created. */
export const planPortal: Step = {
  number: 2,
  title: 'plans of both services fit the budget and need no approval',
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
    return `ceilings ${ceilings.map(formatUsd).join(' + ')} = ${formatUsd(ceilings.reduce((a, b) => a + b))} of $250.00`;
  },
};
