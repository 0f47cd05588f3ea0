import { GRANT, GRANT_DECISION, grantContent } from '../../../adapters/embedded/policy/grant-policy.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';

/** A second version whose Rego is cut short: the first task that gets it cannot take it, and it is taken back. */
export const rollOut: Step = {
  number: 13,
  title: 'job-training-grant@2 is stopped by the first task it reaches and taken back as @3',
  async run(world) {
    const content = grantContent(2, { broken: true });
    const body = await world.signed({ name: GRANT, version: 2, content, decision: GRANT_DECISION });
    const sent = await world.as('gov').receivePolicy({ body });
    promise.equal(
      [sent.number, sent.status, sent.step],
      [2, 'ROLLING_OUT', 0],
      'the second version once it is sent',
    );
    const before = await world.as('aud').getPolicy({ params: { name: GRANT } });
    promise.equal(before.active, 1, 'the version in force while the second one rolls out');
    const third = await world.until('@3 in force', async () => {
      const view = await world.as('aud').getPolicy({ params: { name: GRANT } });
      return view.active === 3 && view;
    });
    promise.equal([third.newest.number, third.newest.restores], [3, 1], 'what the third version brings back');
    promise.equal([third.convergence, third.missing.length], [1, 0], 'convergence of the third version');
    const second = await world.as('aud').getPolicyVersion({ params: { name: GRANT, number: 2 } });
    promise.equal(second.status, 'ROLLED_BACK', 'the second version');
    const failed = second.tasks.filter(({ status }) => status === 'FAILED');
    promise.equal(failed.length, 1, 'tasks that were given the second version');
    const change = await world.as('aud').getChange({ params: { id: sent.changeId ?? '' } });
    promise.equal(change.status, 'FAILED', 'the change of the second version');
    for (const { name } of (await world.as('dev').listServices()).items)
      promise.equal((await world.service(name)).status, 'HEALTHY', `${name} all the while`);
    return `one of ${second.tasks.length} tasks said "${failed[0]?.error}"; @1 is back as @3 on all ${third.newest.tasks.length}`;
  },
};
