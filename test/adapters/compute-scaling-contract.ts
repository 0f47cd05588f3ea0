import { type OpenCompute, openRunning, START_SEC, see } from './compute-under-test.ts';

/** Services have as many tasks as they were told to have, and go when they are told to. */
export function describeScaling(name: string, open: OpenCompute): void {
  describe(`${name} scales and removes`, () => {
    it.each([3, 1])('runs %i tasks when told to, and says who told', async (desiredCount) => {
      const platform = await openRunning(open);
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
      expect(told === '' ? await compute.whoSetCount?.(service, desiredCount) : told).toBe('scaler');
    });

    it('refuses to remove a service that still wants tasks', async () => {
      const platform = await openRunning(open);
      const { service } = platform.order('good');
      const removal = platform.compute.remove({ service, cause: { actor: 'dev' } });
      await expect(removal).rejects.toMatchObject({ code: 'service.illegal_state' });
    });

    it('forgets a service once it is scaled to 0 and removed, and can create it again', async () => {
      const platform = await openRunning(open);
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
}
