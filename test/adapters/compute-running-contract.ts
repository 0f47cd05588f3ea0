import { type OpenCompute, openRunning, ROLL_SEC, see } from './compute-under-test.ts';

/** What a platform runs is what it was told to, and what replaces it does so without a gap. */
export function describeRunning(name: string, open: OpenCompute): void {
  describe(`${name} runs what it is told`, () => {
    it('knows nothing of a service that was never created, and keeps the order of the names', async () => {
      const { compute } = await open();
      expect(await compute.observe(['one', 'two'])).toEqual([
        { kind: 'missing', name: 'one' },
        { kind: 'missing', name: 'two' },
      ]);
    });

    it('brings the wanted number of healthy tasks up and reads back what they run', async () => {
      const platform = await openRunning(open);
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
      const platform = await openRunning(open);
      const before = await see(platform);
      await platform.compute.create(platform.order('good'));
      expect(await see(platform)).toEqual(before);
    });

    it('replaces what runs without ever going below the wanted number of healthy tasks', async () => {
      const platform = await openRunning(open);
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
      const platform = await openRunning(open);
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
      const platform = await openRunning(open);
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      const before = await see(platform);
      await platform.compute.rollOut(platform.order('better', { generation: 2 }));
      expect((await see(platform)).deployment?.id).toBe(before.deployment?.id);
    });

    it('refuses a rollout of an older generation and changes nothing', async () => {
      const platform = await openRunning(open);
      await platform.compute.rollOut(platform.order('better', { generation: 3 }));
      const before = await see(platform);
      const late = platform.compute.rollOut(platform.order('good', { generation: 2 }));
      await expect(late).rejects.toMatchObject({ code: 'store.conflict' });
      expect(await see(platform)).toEqual(before);
    });

    it('lets only the generation follow where the content runs already', async () => {
      const platform = await openRunning(open);
      const before = await see(platform);
      await platform.compute.rollOut(platform.order('good', { generation: 2 }));
      expect(await see(platform)).toEqual({ ...before, generation: 2 });
    });

    it('puts a newer rollout in the place of one in flight', async () => {
      const platform = await openRunning(open);
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
  });
}
