import { simulate } from '../../sim/simulate.ts';

describe('the deterministic simulation', () => {
  it('lives through the same history whenever the same seed is run', async () => {
    const [one, again] = [await simulate({ seed: 3, steps: 8 }), await simulate({ seed: 3, steps: 8 })];
    expect(one.violations).toEqual([]);
    expect(again.digest).toBe(one.digest);
    expect(one.faults).toBeGreaterThan(0);
  }, 30_000);

  it('finds a platform that sets one task more than it was told', async () => {
    const outcome = await simulate({
      seed: 1,
      steps: 10,
      plant: (compute) => ({
        features: compute.features,
        observe: (names) => compute.observe(names),
        create: (request) => compute.create(request),
        rollOut: (request) => compute.rollOut(request),
        continueDeployment: (request) => compute.continueDeployment(request),
        stopDeployment: (request) => compute.stopDeployment(request),
        remove: (request) => compute.remove(request),
        listTasks: (request) => compute.listTasks(request),
        setDesiredCount: (request) =>
          compute.setDesiredCount({
            ...request,
            desiredCount: request.desiredCount + 1,
            cause: { actor: 'bug' },
          }),
      }),
    });
    expect(outcome.violations.join('\n')).toMatch(/has not exactly one cause/);
  }, 30_000);
});
