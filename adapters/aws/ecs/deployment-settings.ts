import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { RollOut } from '../../../core/fleet/compute.ts';

/** A pause that nobody answers rolls back after a day: nobody's silence lets a canary go on. */
const PAUSE_MINUTES = 24 * 60;

/**
 * How ECS is to roll `order` out: its own strategies, its circuit breaker, and alarms that roll back. Old tasks go only
 * as new ones are healthy. The sources of names and limits: Amazon ECS API reference, DeploymentConfiguration. Pure.
 */
export function deploymentSettings(
  order: Pick<RollOut, 'strategy' | 'circuitBreaker' | 'rollbackAlarms'>,
): DeploymentConfiguration {
  const { thresholdType, threshold, resetOnHealthyTask } = order.circuitBreaker;
  const alarms = [...order.rollbackAlarms];
  return {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: {
      enable: true,
      rollback: true,
      resetOnHealthyTask,
      thresholdConfiguration: { type: thresholdType, value: threshold },
    },
    ...(alarms.length > 0 && { alarms: { alarmNames: alarms, enable: true, rollback: true } }),
    ...strategyOf(order.strategy),
  };
}

function strategyOf(strategy: RollOut['strategy']): DeploymentConfiguration {
  switch (strategy.kind) {
    case 'rolling':
      return { strategy: 'ROLLING' };
    case 'canary':
      return {
        strategy: 'CANARY',
        bakeTimeInMinutes: strategy.bakeMin,
        canaryConfiguration: {
          canaryPercent: strategy.percent,
          canaryBakeTimeInMinutes: strategy.bakeMin,
        },
        ...(strategy.pause && { lifecycleHooks: [PAUSE] }),
      };
    case 'linear':
      return {
        strategy: 'LINEAR',
        bakeTimeInMinutes: strategy.bakeMin,
        linearConfiguration: { stepPercent: strategy.percent, stepBakeTimeInMinutes: strategy.bakeMin },
      };
    case 'blueGreen':
      return { strategy: 'BLUE_GREEN', bakeTimeInMinutes: strategy.bakeMin };
  }
}

/** Both versions run, no traffic has moved. ECS allows no pause while it moves. */
const PAUSE: DeploymentLifecycleHook = {
  targetType: 'PAUSE',
  lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  timeoutConfiguration: { timeoutInMinutes: PAUSE_MINUTES, action: 'ROLLBACK' },
};
