import { AI_RECOMMENDER, JOB_INGEST } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';

/** Both services come up 2/2 with their alarms; asking for the same again creates nothing. */
export const deployPortal: Step = {
  number: 3,
  title: 'both services deploy to HEALTHY 2/2, monitored; the same request again creates nothing',
  async run(world) {
    const first = await world.as('dev').deployService({ body: JOB_INGEST });
    await world.healthy('job-ingest', 2);
    await world.as('dev').deployService({ body: AI_RECOMMENDER });
    await world.healthy('ai-recommender', 2);
    const change = await world.as('dev').getChange({ params: { id: first.id } });
    promise.equal(change.status, 'DONE', 'the change of job-ingest');
    for (const name of ['job-ingest', 'ai-recommender']) {
      const { items } = await world.as('dev').listAlarms({ params: { name } });
      promise.equal(items.length, 7, `alarms of ${name}`);
    }
    const policy = await world.as('aud').getPolicy({ params: { name: 'job-training-grant' } });
    promise.equal(
      [policy.convergence, policy.newest.tasks.length],
      [1, 4],
      'tasks that acknowledged the policy',
    );
    const before = (await world.dev.getCloud()).mutations.length;
    const again = await world.as('dev').deployService({ body: JOB_INGEST });
    await world.advance(180);
    promise.equal(again.id, first.id, 'the same request answers the same change');
    promise.equal(
      (await world.dev.getCloud()).mutations.length,
      before,
      'calls to the cloud after repeating',
    );
    return '2 services HEALTHY 2/2, 7 alarms each, the policy acknowledged by 4 of 4 tasks';
  },
};
