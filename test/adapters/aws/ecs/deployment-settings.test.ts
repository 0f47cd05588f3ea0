import {
  deploymentSettings,
  firstDeploymentSettings,
} from '../../../../adapters/aws/ecs/deployment-settings.ts';
import type { Strategy } from '../../../../core/contract/service-spec.ts';
import { circuitBreakerFor } from '../../../../core/fleet/circuit-breaker.ts';

const orderOf = (strategy: Strategy, rollbackAlarms: readonly string[] = []) => ({
  strategy,
  rollbackAlarms,
  circuitBreaker: circuitBreakerFor(4),
});

const PAUSE = {
  targetType: 'PAUSE',
  lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  timeoutConfiguration: { timeoutInMinutes: 1_440, action: 'ROLLBACK' },
};

describe('how ECS is told to roll out', () => {
  it.each<[string, Strategy, object]>([
    ['rolling', { kind: 'rolling' }, { strategy: 'ROLLING', lifecycleHooks: [] }],
    [
      'a canary',
      { kind: 'canary', percent: 10, bakeMin: 5, pause: false },
      {
        strategy: 'CANARY',
        bakeTimeInMinutes: 5,
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
        lifecycleHooks: [],
      },
    ],
    [
      'a canary that pauses before users see it',
      { kind: 'canary', percent: 20, bakeMin: 1, pause: true },
      { strategy: 'CANARY', lifecycleHooks: [PAUSE] },
    ],
    [
      'in steps',
      { kind: 'linear', percent: 25, bakeMin: 6 },
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 6 } },
    ],
    [
      'in the smallest steps that ECS takes',
      { kind: 'linear', percent: 1, bakeMin: 6 },
      { linearConfiguration: { stepPercent: 3, stepBakeTimeInMinutes: 6 } },
    ],
    ['blue and green', { kind: 'blueGreen', bakeMin: 9 }, { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 9 }],
  ])('%s', (_what, strategy, expected) => {
    expect(deploymentSettings(orderOf(strategy))).toMatchObject(expected);
  });

  it('with the circuit breaker of the order, which goes back', () => {
    expect(deploymentSettings(orderOf({ kind: 'rolling' })).deploymentCircuitBreaker).toEqual({
      enable: true,
      rollback: true,
      resetOnHealthyTask: false,
      thresholdConfiguration: { type: 'COUNT', value: 2 },
    });
  });

  it('with the alarms of the order, and with none where it has none, whatever the one before had', () => {
    const { alarms } = deploymentSettings(orderOf({ kind: 'rolling' }, ['hms/test/portal/5xx-high']));
    expect(alarms).toEqual({ alarmNames: ['hms/test/portal/5xx-high'], enable: true, rollback: true });
    const none = deploymentSettings(orderOf({ kind: 'rolling' })).alarms;
    expect(none).toEqual({ alarmNames: [], enable: false, rollback: false });
  });

  it('never with fewer healthy tasks than wanted', () => {
    const settings = deploymentSettings(orderOf({ kind: 'rolling' }));
    expect(settings).toMatchObject({ minimumHealthyPercent: 100, maximumPercent: 200 });
  });

  it('the first time without a pause, for there is nothing to shift traffic from', () => {
    const canary: Strategy = { kind: 'canary', percent: 20, bakeMin: 1, pause: true };
    expect(firstDeploymentSettings(orderOf(canary))).toMatchObject({
      strategy: 'ROLLING',
      lifecycleHooks: [],
    });
  });
});
