import { type OpenCompute, openRunning, ROLL_SEC, see } from './compute-under-test.ts';

/** A rollout that cannot succeed goes back by itself. */
export function describeGivingUp(name: string, open: OpenCompute): void {
  describe(`${name} gives a rollout up`, () => {
    it('goes back to what ran before when the new image cannot be pulled, and says why', async () => {
      const platform = await openRunning(open);
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
}
