import type { Compute, RollOut } from '../../core/fleet/compute.ts';

/** A platform under test, with what its promises need to be seen. */
export interface ComputeUnderTest {
  readonly compute: Compute;
  /** Lets platform time pass; `look` is called whenever something may have changed. */
  pass(seconds: number, look?: () => Promise<void>): Promise<void>;
  /** A complete request to run one of three images of the same service; `broken` cannot be pulled. */
  order(
    image: 'good' | 'better' | 'broken',
    change?: { readonly generation?: number; readonly strategy?: RollOut['strategy'] },
  ): Parameters<Compute['create']>[0];
}

const START_SEC = 300;
const ROLL_SEC = 900;
const CANARY: RollOut['strategy'] = { kind: 'canary', percent: 20, bakeMin: 1, pause: true };

/** The promises of the Compute port that every platform keeps. Each test opens its own platform. */
export function describeCompute(name: string, open: () => Promise<ComputeUnderTest>): void {
  const see = async ({ compute, order }: ComputeUnderTest) => {
    const [observed] = await compute.observe([order('good').service]);
    if (observed?.kind !== 'present') throw new Error(`expected a service, saw ${JSON.stringify(observed)}`);
    return observed;
  };
  const running = async () => {
    const platform = await open();
    await platform.compute.create(platform.order('good'));
    await platform.pass(START_SEC);
    return platform;
  };
  const paused = async () => {
    const platform = await running();
    await platform.compute.rollOut(platform.order('better', { generation: 2, strategy: CANARY }));
    await platform.pass(START_SEC);
    const { deployment } = await see(platform);
    const target = {
      service: platform.order('good').service,
      deploymentId: deployment?.id ?? '',
      hookId: deployment?.pausedHookId ?? '',
      cause: { actor: 'ana' },
    };
    return { platform, target };
  };

  describe(`${name} runs what it is told`, () => {
    it('knows nothing of a service that was never created, and keeps the order of the names', async () => {
      const { compute } = await open();
      expect(await compute.observe(['one', 'two'])).toEqual([
        { kind: 'missing', name: 'one' },
        { kind: 'missing', name: 'two' },
      ]);
    });

    it('brings the wanted number of healthy tasks up and reads back what they run', async () => {
      const platform = await running();
      const { content, contentHash, desiredCount } = platform.order('good');
      expect(await see(platform)).toMatchObject({
        status: 'ACTIVE',
        generation: 1,
        desiredCount,
        runningCount: desiredCount,
        pendingCount: 0,
        content,
        contentHash,
        healthyByContent: { [contentHash]: desiredCount },
        deployment: { status: 'SUCCESSFUL', targetContentHash: contentHash },
      });
    });

    it('creates nothing when the same creation comes again', async () => {
      const platform = await running();
      const before = await see(platform);
      await platform.compute.create(platform.order('good'));
      expect(await see(platform)).toEqual(before);
    });

    it('replaces what runs without ever going below the wanted number of healthy tasks', async () => {
      const platform = await running();
      const { contentHash, desiredCount } = platform.order('better');
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      let fewest = Number.POSITIVE_INFINITY;
      await platform.pass(ROLL_SEC, async () => {
        const counts = Object.values((await see(platform)).healthyByContent);
        const healthy = counts.reduce((sum, count) => sum + count, 0);
        fewest = Math.min(fewest, healthy);
      });
      expect(fewest).toBeGreaterThanOrEqual(desiredCount);
      expect(await see(platform)).toMatchObject({
        generation: 2,
        contentHash,
        healthyByContent: { [contentHash]: desiredCount },
        deployment: { status: 'SUCCESSFUL' },
      });
    });

    it('leaves the desired count alone in a rollout', async () => {
      const platform = await running();
      const { service, desiredCount } = platform.order('good');
      await platform.compute.setDesiredCount({
        service,
        desiredCount: desiredCount + 1,
        cause: { actor: 'scaler' },
      });
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      expect((await see(platform)).desiredCount).toBe(desiredCount + 1);
    });

    it('starts no second rollout when the same one is asked for again', async () => {
      const platform = await running();
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      const before = await see(platform);
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      expect((await see(platform)).deployment?.id).toBe(before.deployment?.id);
    });

    it('refuses a rollout of an older generation and changes nothing', async () => {
      const platform = await running();
      await platform.compute.rollOut(platform.order('better', { generation: 3 }));
      const before = await see(platform);
      const late = platform.compute.rollOut(platform.order('good', { generation: 2 }));
      await expect(late).rejects.toMatchObject({ code: 'store.conflict' });
      expect(await see(platform)).toEqual(before);
    });

    it('lets only the generation follow where the content runs already', async () => {
      const platform = await running();
      const before = await see(platform);
      await platform.compute.rollOut(platform.order('good', { generation: 2 }));
      expect(await see(platform)).toEqual({ ...before, generation: 2 });
    });

    it('puts a newer rollout in the place of one in flight', async () => {
      const platform = await running();
      await platform.compute.rollOut(platform.order('broken', { generation: 2 }));
      const replaced = (await see(platform)).deployment?.id;
      await platform.pass(10);
      await platform.compute.rollOut(platform.order('better', { generation: 3 }));
      await platform.pass(ROLL_SEC);
      const { deployment, healthyByContent } = await see(platform);
      expect(deployment?.id).not.toBe(replaced);
      expect(deployment?.status).toBe('SUCCESSFUL');
      const { contentHash, desiredCount } = platform.order('better');
      expect(healthyByContent).toEqual({ [contentHash]: desiredCount });
    });

    it('goes back to what ran before when the new image cannot be pulled, and says why', async () => {
      const platform = await running();
      await platform.compute.rollOut(platform.order('broken', { generation: 2 }));
      await platform.pass(ROLL_SEC);
      const { contentHash, desiredCount } = platform.order('good');
      const observed = await see(platform);
      expect(observed).toMatchObject({
        contentHash,
        healthyByContent: { [contentHash]: desiredCount },
        deployment: { status: 'ROLLBACK_SUCCESSFUL', healthyTasks: 0 },
      });
      expect(observed.stoppedTasks[0]).toMatchObject({
        stopCode: 'TaskFailedToStart',
        stoppedReason: expect.stringContaining('CannotPullContainerError'),
      });
    });
  });

  describe(`${name} scales and removes`, () => {
    it.each([3, 1])('runs %i tasks when told to, and says who told', async (desiredCount) => {
      const platform = await running();
      const { compute, order } = platform;
      const { service, contentHash } = order('good');
      await compute.setDesiredCount({ service, desiredCount, cause: { actor: 'scaler' } });
      await platform.pass(START_SEC);
      const observed = await see(platform);
      expect(observed).toMatchObject({
        desiredCount,
        runningCount: desiredCount,
        healthyByContent: { [contentHash]: desiredCount },
      });
      const told = observed.setBy.desiredCount;
      expect(told === '' ? await compute.whoSetCount?.(service) : told).toBe('scaler');
    });

    it('refuses to remove a service that still wants tasks', async () => {
      const platform = await running();
      const { service } = platform.order('good');
      const removal = platform.compute.remove({ service, cause: { actor: 'dev' } });
      await expect(removal).rejects.toMatchObject({ code: 'service.illegal_state' });
    });

    it('forgets a service once it is scaled to 0 and removed, and can create it again', async () => {
      const platform = await running();
      const { compute } = platform;
      const { service } = platform.order('good');
      await compute.setDesiredCount({ service, desiredCount: 0, cause: { actor: 'dev' } });
      await compute.remove({ service, cause: { actor: 'dev' } });
      await platform.pass(START_SEC);
      expect(await compute.observe([service])).toEqual([{ kind: 'missing', name: service }]);
      await compute.remove({ service, cause: { actor: 'dev' } });
      await compute.create(platform.order('good', { generation: 2 }));
      await platform.pass(START_SEC);
      const { desiredCount } = platform.order('good');
      expect(await see(platform)).toMatchObject({ generation: 2, runningCount: desiredCount });
    });
  });

  describe(`${name} pauses a canary`, () => {
    it('waits at a hook with both versions up and says which hook', async () => {
      const { platform, target } = await paused();
      expect(target.hookId).not.toBe('');
      const { healthyByContent, deployment } = await see(platform);
      const { desiredCount } = platform.order('good');
      expect(deployment?.status).toBe('IN_PROGRESS');
      expect(healthyByContent[platform.order('good').contentHash]).toBe(desiredCount);
      expect(healthyByContent[platform.order('better').contentHash]).toBeGreaterThan(0);
    });

    it('goes on when told to, and is not disturbed when told twice', async () => {
      const { platform, target } = await paused();
      await platform.compute.continueDeployment(target);
      await platform.compute.continueDeployment(target);
      await platform.pass(ROLL_SEC);
      const { contentHash, desiredCount } = platform.order('better');
      expect(await see(platform)).toMatchObject({
        healthyByContent: { [contentHash]: desiredCount },
        deployment: { id: target.deploymentId, status: 'SUCCESSFUL' },
      });
    });

    it('goes back when it is stopped', async () => {
      const { platform, target } = await paused();
      await platform.compute.stopDeployment(target);
      await platform.pass(ROLL_SEC);
      const { contentHash, desiredCount } = platform.order('good');
      expect(await see(platform)).toMatchObject({
        contentHash,
        healthyByContent: { [contentHash]: desiredCount },
        deployment: { id: target.deploymentId, status: 'ROLLBACK_SUCCESSFUL' },
      });
    });

    it('leaves a rollout that has ended as it is', async () => {
      const platform = await running();
      const before = await see(platform);
      const { service } = platform.order('good');
      const deploymentId = before.deployment?.id ?? '';
      await platform.compute.stopDeployment({ service, deploymentId, cause: { actor: 'ana' } });
      expect(await see(platform)).toEqual(before);
    });
  });
}
