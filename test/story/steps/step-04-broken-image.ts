import { JOB_INGEST } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** An image that cannot be pulled rolls back on its second identical cause; the old version never drops below min. */
export const brokenImage: Step = {
  number: 4,
  title: 'job-ingest:v2 cannot pull its image: rolled back with its cause, v1 never below 2 running',
  async run(world) {
    const change = await world
      .as('dev')
      .deployService({ body: { ...JOB_INGEST, image: 'govlab/job-ingest:v2' } });
    let fewest = Number.POSITIVE_INFINITY;
    const deployment = await world.until(
      'the broken rollout to end',
      async () => {
        fewest = Math.min(fewest, await runningOf(world));
        const { items } = await world.as('dev').listDeployments({ params: { name: 'job-ingest' } });
        const mine = items.find(({ changeId }) => changeId === change.id);
        return mine?.endedAt !== undefined && mine;
      },
      { everySec: 10, maxSec: 3_600 },
    );
    promise.equal(deployment.status, 'ROLLED_BACK', 'the deployment');
    promise.equal(deployment.cause?.kind, 'image-cannot-be-pulled', 'the cause');
    promise.equal(deployment.cause?.times, 2, 'identical causes before rolling back');
    promise.that(fewest >= 2, `v1 dropped to ${fewest} running`);
    const service = await world.healthy('job-ingest', 2);
    promise.that(service.image.includes('job-ingest'), 'the image is shown');
    promise.equal(service.spec.image, await firstImage(world), 'the image after the rollback');
    const ended = await world.as('dev').getChange({ params: { id: change.id } });
    promise.equal(ended.status, 'FAILED', 'the change');
    return deployment.cause?.plain ?? '';
  },
};

async function runningOf(world: StoryWorld): Promise<number> {
  const { services } = await world.dev.getCloud();
  const tasks = services.find(({ name }) => name === 'job-ingest')?.tasks ?? [];
  return tasks.filter(
    ({ lastStatus, healthStatus }) => lastStatus === 'RUNNING' && healthStatus === 'HEALTHY',
  ).length;
}

async function firstImage(world: StoryWorld): Promise<string | undefined> {
  const { items } = await world.as('dev').listRevisions({ params: { name: 'job-ingest' } });
  return items.find(({ number }) => number === 1)?.content.image;
}
