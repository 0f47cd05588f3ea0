import fc from 'fast-check';
import { CANARY, CAUSE, contentFor, healthyOf, openCloud, orderFor, present } from './cloud-fixture.ts';

const SERVICE = 'job-ingest';
const BETTER = 'govlab/job-ingest:v3';
const BROKEN = 'govlab/job-ingest:v2';
const CRASHING = { service: SERVICE, image: 'govlab/ai-recommender:v4-crash' } as const;

async function openRunning(options: Parameters<typeof openCloud>[0] = {}, desiredCount = 2) {
  const world = openCloud(options);
  await world.cloud.compute.create(orderFor({ desiredCount }));
  await world.pass(200);
  return { ...world, compute: world.cloud.compute };
}

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
    await pass(600);
    const failed = await present(cloud.compute);
    expect(failed.deployment).toMatchObject({ status: 'STOPPED', failedTasks: 2 });
    expect(failed.runningCount + failed.pendingCount).toBe(0);
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

describe('a canary in the simulated cloud', () => {
  async function openPaused() {
    const world = await openRunning();
    await world.compute.rollOut(orderFor({ generation: 2, image: BETTER, strategy: CANARY }));
    await world.pass(200);
    const { deployment } = await present(world.compute);
    const call = {
      service: SERVICE,
      deploymentId: deployment?.id ?? '',
      hookId: deployment?.pausedHookId ?? '',
      cause: CAUSE,
    };
    return { ...world, call };
  }

  it('pauses after the test traffic has shifted, with all production traffic on the old version', async () => {
    const { compute, call } = await openPaused();
    expect((await present(compute)).deployment).toMatchObject({
      status: 'IN_PROGRESS',
      stage: 'POST_TEST_TRAFFIC_SHIFT',
      pausedHookId: call.hookId,
    });
  });

  it('walks through its stages in order once continued', async () => {
    const { compute, pass, call } = await openPaused();
    const stages: string[] = [];
    await compute.continueDeployment(call);
    await pass(1_200, async () => {
      const stage = (await present(compute)).deployment?.stage ?? '';
      if (stage !== stages.at(-1)) stages.push(stage);
    });
    expect(stages).toEqual(['PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP', '']);
  });

  it('rolls back by itself when nobody answers within 24 hours', async () => {
    const { compute, pass } = await openPaused();
    await pass(23.5 * 3_600);
    expect((await present(compute)).deployment?.status).toBe('IN_PROGRESS');
    await pass(3_600);
    expect(await present(compute)).toMatchObject({
      contentHash: orderFor().contentHash,
      deployment: { status: 'ROLLBACK_SUCCESSFUL', statusReason: expect.stringContaining('timed out') },
    });
  });

  it('keeps both versions at the new count when it is scaled while it waits', async () => {
    const { compute, pass } = await openPaused();
    await compute.setDesiredCount({ service: SERVICE, desiredCount: 4, cause: CAUSE });
    await pass(200);
    expect(Object.values((await present(compute)).healthyByContent)).toEqual([4, 4]);
  });

  it('needs no hook for a service that has no version to protect yet', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor({ strategy: CANARY }));
    await pass(200);
    expect((await present(cloud.compute)).deployment?.status).toBe('SUCCESSFUL');
  });

  it.each([
    { kind: 'linear', percent: 25, bakeMin: 2 },
    { kind: 'blueGreen', bakeMin: 2 },
  ] as const)('has siblings: $kind ends with the new version alone', async (strategy) => {
    const { compute, pass } = await openRunning();
    const target = orderFor({ generation: 2, image: BETTER, strategy });
    await compute.rollOut(target);
    await pass(1_200);
    expect(await present(compute)).toMatchObject({
      healthyByContent: { [target.contentHash]: 2 },
      deployment: { status: 'SUCCESSFUL' },
    });
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
