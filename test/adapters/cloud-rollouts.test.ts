import fc from 'fast-check';
import {
  BETTER,
  BROKEN,
  CANARY,
  CAUSE,
  contentFor,
  healthyOf,
  openCloud,
  openRunning,
  orderFor,
  present,
  SERVICE,
} from './cloud-fixture.ts';

const CRASHING = { service: SERVICE, image: 'govlab/ai-recommender:v4-crash' } as const;

describe('a rolling update in the simulated cloud', () => {
  it('never runs fewer healthy tasks than wanted nor more than twice as many, whatever the image, count and chance', async () => {
    const images = fc.constantFrom(BETTER, BROKEN, CRASHING.image, 'govlab/portal-web:v5-slow-start');
    const property = fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      images,
      async (seed, count, image) => {
        const { compute, pass } = await openRunning({ seed }, count);
        await compute.rollOut(orderFor({ generation: 2, image, desiredCount: count }));
        await pass(900, async () => {
          const observed = await present(compute);
          expect(healthyOf(observed)).toBeGreaterThanOrEqual(count);
          expect(observed.runningCount + observed.pendingCount).toBeLessThanOrEqual(2 * count);
        });
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('replaces tasks that somebody kills meanwhile, so that the old version keeps its strength', async () => {
    const { cloud, compute, pass } = await openRunning();
    await compute.rollOut(orderFor({ generation: 2, image: 'govlab/portal-web:v5-slow-start' }));
    await pass(10);
    cloud.alterByHand({ service: SERVICE, as: 'mallory', killTasks: 1 });
    await pass(60);
    expect((await present(compute)).healthyByContent[orderFor().contentHash]).toBe(2);
  });

  it('applies a new count while it is under way', async () => {
    const { compute, pass } = await openRunning();
    const target = orderFor({ generation: 2, image: BETTER });
    await compute.rollOut(target);
    await pass(5);
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 5, cause: CAUSE });
    await pass(400);
    expect((await present(compute)).healthyByContent).toEqual({ [target.contentHash]: 5 });
  });

  it('keeps revisions by content: going back to what ran before makes no new one', async () => {
    const { cloud, compute, pass } = await openRunning();
    await compute.rollOut(orderFor({ generation: 2, image: BETTER }));
    await pass(400);
    expect(cloud.state().services[0]?.taskDefinition).toBe('job-ingest:2');
    await compute.rollOut(orderFor({ generation: 3 }));
    await pass(400);
    expect(cloud.state().services[0]?.taskDefinition).toBe('job-ingest:1');
  });

  it('keeps the last completed version as the way back when one rollout replaces another', async () => {
    const { compute, pass } = await openRunning();
    await compute.rollOut(orderFor({ generation: 2, image: 'govlab/portal-web:v5-slow-start' }));
    await pass(60);
    await compute.rollOut(orderFor({ generation: 3, image: BROKEN }));
    await pass(400);
    const observed = await present(compute);
    expect(observed.deployment?.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(observed.healthyByContent).toEqual({ [orderFor().contentHash]: 2 });
  });
});

describe('the circuit breaker of the simulated cloud', () => {
  it.each([
    { desiredCount: 2, allowed: 2 },
    { desiredCount: 5, allowed: 3 },
    { desiredCount: 8, allowed: 4 },
  ])('gives up after $allowed failed tasks of $desiredCount', async ({ desiredCount, allowed }) => {
    const { compute, pass } = await openRunning({}, desiredCount);
    await compute.rollOut(orderFor({ generation: 2, ...CRASHING, desiredCount }));
    await pass(900);
    const { deployment } = await present(compute);
    expect(deployment?.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(deployment?.failedTasks).toBe(allowed);
  });

  it('stops a first rollout that cannot start and launches nothing more, until a newer one comes', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor({ image: BROKEN }));
    await pass(3_600);
    const failed = await present(cloud.compute);
    expect(failed.deployment).toMatchObject({ status: 'STOPPED', failedTasks: 2 });
    expect(cloud.state().services[0]?.tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')).toEqual([]);
    expect(cloud.snapshot().services[0]?.state.made.tasks).toBe(2);
    await cloud.compute.rollOut(orderFor({ generation: 2 }));
    await pass(200);
    expect(await present(cloud.compute)).toMatchObject({
      runningCount: 2,
      deployment: { status: 'SUCCESSFUL' },
    });
  });

  it('does nothing when the rollout that was rolled back is asked for again by a late caller', async () => {
    const { compute, pass } = await openRunning();
    const broken = orderFor({ generation: 2, image: BROKEN });
    await compute.rollOut(broken);
    await pass(400);
    const before = await present(compute);
    await compute.rollOut(broken);
    expect(await present(compute)).toEqual(before);
  });
});

describe('calls that come too late or too early', () => {
  it('refuse to bring back an older generation of a service, also after it was removed', async () => {
    const { compute, pass } = await openRunning();
    await compute.rollOut(orderFor({ generation: 3 }));
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 0, cause: CAUSE });
    await compute.remove({ service: SERVICE, cause: CAUSE });
    await expect(compute.create(orderFor({ generation: 4 }))).rejects.toMatchObject({
      code: 'store.conflict',
    });
    await pass(60);
    await expect(compute.create(orderFor({ generation: 2 }))).rejects.toMatchObject({
      code: 'store.conflict',
    });
    await compute.create(orderFor({ generation: 4 }));
    expect(await present(compute)).toMatchObject({ generation: 4, status: 'ACTIVE' });
  });

  it.each(['rollOut', 'setDesiredCount'] as const)(
    '%s of what does not run: service.not_found',
    async (call) => {
      const { compute } = openCloud().cloud;
      await expect(compute[call](orderFor())).rejects.toMatchObject({ code: 'service.not_found' });
    },
  );

  it('end the rollout of a service that is removed while it waits at a hook', async () => {
    const { cloud, compute, pass } = await openRunning();
    await compute.rollOut(orderFor({ generation: 2, image: BETTER, strategy: CANARY }));
    await pass(200);
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 0, cause: CAUSE });
    await compute.remove({ service: SERVICE, cause: CAUSE });
    await pass(25 * 3_600);
    expect(await compute.observe([SERVICE])).toEqual([{ kind: 'missing', name: SERVICE }]);
    expect(cloud.state().services).toEqual([]);
  });
});

describe('a hand in the console', () => {
  it('is named where it set the desired count, and carries no change', async () => {
    const { cloud, compute } = await openRunning();
    cloud.alterByHand({ service: SERVICE, as: 'mallory', desiredCount: 9 });
    expect(await present(compute)).toMatchObject({ desiredCount: 9, setBy: { desiredCount: 'mallory' } });
    expect(cloud.mutations.at(-1)).toEqual({
      at: expect.any(String),
      call: 'UpdateService',
      service: SERVICE,
      actor: 'mallory',
      detail: { desiredCount: 9 },
    });
  });

  it('rolls an altered environment out, which the next rollout of the same generation undoes', async () => {
    const { cloud, compute, pass } = await openRunning();
    cloud.alterByHand({ service: SERVICE, as: 'mallory', environment: { DEBUG: '1' } });
    await pass(300);
    expect(await present(compute)).toMatchObject({
      generation: 1,
      content: contentFor('govlab/job-ingest:v1', { environment: { DEBUG: '1' } }),
      setBy: { content: 'mallory' },
    });
    await compute.rollOut(orderFor());
    await pass(300);
    expect(await present(compute)).toMatchObject({ content: { environment: {} }, setBy: { content: 'dev' } });
  });

  it('cannot touch what does not run', () => {
    const { cloud } = openCloud();
    const alter = () => cloud.alterByHand({ service: 'nobody', as: 'mallory', desiredCount: 1 });
    expect(alter).toThrow(expect.objectContaining({ code: 'service.not_found' }));
  });
});
