import type { DriftField } from '../../../core/contract/change.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

const MALLORY = 'mallory@console';

/** Values set by hand: outside its bounds a task count is drift with its actor, inside it is not; so is environment. */
export const drift: Step = {
  number: 14,
  title: 'desired count by hand: 9 is drift with its actor, 3 is not; environment: report, adopt, revert',
  async run(world) {
    await world.healthy('job-ingest', 2, { maxSec: 7_200, everySec: 60 });
    await world.dev.alterCloud({ body: { service: 'job-ingest', as: MALLORY, desiredCount: 3 } });
    await world.advance(120);
    promise.equal((await world.service('job-ingest')).drifted, false, 'drift after 3 by hand');

    await world.dev.alterCloud({ body: { service: 'job-ingest', as: MALLORY, desiredCount: 9 } });
    const counted = await driftOf(world, 'desiredCount');
    const { actor = '' } = counted.drift[0] ?? {};
    promise.that(actor.endsWith(MALLORY), `the actor is ${actor}`);
    await answer(world, 'desiredCount', 'revert');
    const observed = (await world.service('job-ingest')).observed?.desired ?? 0;
    promise.that(observed >= 2 && observed <= 4, `tasks after the revert: ${observed}`);

    await world.dev.alterCloud({ body: { service: 'job-ingest', as: MALLORY, environment: { DEBUG: '1' } } });
    await driftOf(world, 'environment');
    await answer(world, 'environment', 'adopt');
    promise.equal(
      (await world.service('job-ingest')).spec.environment,
      { DEBUG: '1' },
      'the adopted environment',
    );

    await world.dev.alterCloud({ body: { service: 'job-ingest', as: MALLORY, environment: { DEBUG: '2' } } });
    await driftOf(world, 'environment');
    await answer(world, 'environment', 'revert');
    promise.equal(
      (await world.service('job-ingest')).spec.environment,
      { DEBUG: '1' },
      'the kept environment',
    );
    return `9 by hand was ${MALLORY}'s and went back; DEBUG=1 was adopted, DEBUG=2 reverted`;
  },
};

function driftOf(world: StoryWorld, field: DriftField): Promise<ServiceView> {
  return world.until(`drift of ${field}`, async () => {
    const service = await world.service('job-ingest');
    return service.drift.some((drifted) => drifted.field === field) && service;
  });
}

async function answer(world: StoryWorld, field: DriftField, said: 'revert' | 'adopt'): Promise<void> {
  await world.as('dev').answerDrift({ params: { name: 'job-ingest' }, body: { field, answer: said } });
  await world.until(`${field} settled by ${said}`, async () => {
    const { drifted, deploymentId } = await world.service('job-ingest');
    return !drifted && deploymentId === undefined;
  });
}
