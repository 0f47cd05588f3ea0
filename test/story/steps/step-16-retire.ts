import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** A service that others need does not go; once all go, nothing is left but their history. */
export const retire: Step = {
  number: 16,
  title:
    'job-ingest will not retire while ai-recommender needs it; after both: no tasks, no alarms, history kept',
  async run(world) {
    const body = { reason: 'the grant ended' };
    const refused = await world.refusal(
      world.as('dev').retireService({ params: { name: 'job-ingest' }, body }),
    );
    promise.equal(refused.code, 'service.has_dependants', 'retiring it first');
    for (const name of ['ai-recommender', 'job-ingest']) {
      await world.as('dev').retireService({ params: { name }, body });
      await world.until(`${name} RETIRED`, async () => (await world.service(name)).status === 'RETIRED');
    }
    const cloud = await world.dev.getCloud();
    const left = cloud.services.filter(({ status }) => status !== 'INACTIVE');
    promise.equal(
      left.map(({ name }) => name),
      [],
      'services left in the cloud',
    );
    promise.equal(
      cloud.alarms.map(({ name }) => name),
      [],
      'alarms left in the cloud',
    );
    for (const name of ['ai-recommender', 'job-ingest']) await historyKept(world, name);
    return 'nothing runs; both histories can be read';
  },
};

async function historyKept(world: StoryWorld, name: string): Promise<void> {
  const { items } = await world.as('aud').getTimeline({ params: { name }, query: { limit: 100 } });
  promise.that(items.length > 10, `the timeline of ${name} has ${items.length} entries`);
  const revisions = await world.as('aud').listRevisions({ params: { name } });
  promise.that(revisions.items.length > 0, `revisions of ${name} are kept`);
}
