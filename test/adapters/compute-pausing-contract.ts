import type { RollOut } from '../../core/fleet/compute.ts';
import { type OpenCompute, openRunning, ROLL_SEC, START_SEC, see } from './compute-under-test.ts';

const CANARY: RollOut['strategy'] = { kind: 'canary', percent: 20, bakeMin: 1, pause: true };

/** A canary waits for people, and goes on or back as they say. */
export function describePausing(name: string, open: OpenCompute): void {
  const paused = async () => {
    const platform = await openRunning(open);
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
      const platform = await openRunning(open);
      const before = await see(platform);
      const { service } = platform.order('good');
      const deploymentId = before.deployment?.id ?? '';
      await platform.compute.stopDeployment({ service, deploymentId, cause: { actor: 'ana' } });
      expect(await see(platform)).toEqual(before);
    });
  });
}
