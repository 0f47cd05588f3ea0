import {
  BETTER,
  CANARY,
  CAUSE,
  openCloud,
  openRunning,
  orderFor,
  present,
  SERVICE,
} from './cloud-fixture.ts';

describe('a canary in the simulated cloud', () => {
  it('needs no stages to go back to what ran before', async () => {
    const { compute, pass, call } = await openPaused();
    await compute.rollOut(orderFor({ generation: 3, strategy: CANARY }));
    await pass(120);
    const { deployment, healthyByContent } = await present(compute);
    expect(deployment?.id).not.toBe(call.deploymentId);
    expect(deployment?.status).toBe('SUCCESSFUL');
    expect(healthyByContent).toEqual({ [orderFor().contentHash]: 2 });
  });

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
