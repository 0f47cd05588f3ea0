import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { RollOut } from '../../../core/fleet/compute.ts';

/** A pause that nobody answers rolls back after a day: nobody's silence lets a canary go on. */
const PAUSE_MINUTES = 24 * 60;

/** The least share of traffic that a step shifts, in percent. Source: Amazon ECS API reference, LinearConfiguration. */
const LEAST_STEP_PERCENT = 3;

/** What of a roll-out makes its settings. */
export type Order = Pick<RollOut, 'strategy' | 'circuitBreaker' | 'rollbackAlarms'>;

/**
 * How ECS is to roll `order` out: its own strategies, its circuit breaker, and alarms that roll back. Old tasks go only
 * as new ones are healthy. What an earlier roll-out had and this one has not - alarms, pauses - is named as none, for a
 * service keeps its settings. The sources of names and limits: Amazon ECS API reference, DeploymentConfiguration. Pure.
 */
export function deploymentSettings(order: Order): DeploymentConfiguration {
  const { thresholdType, threshold, resetOnHealthyTask } = order.circuitBreaker;
  const alarmNames = [...order.rollbackAlarms];
  const watched = alarmNames.length > 0;
  return {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    deploymentCircuitBreaker: {
      enable: true,
      rollback: true,
      resetOnHealthyTask,
      thresholdConfiguration: { type: thresholdType, value: threshold },
    },
    alarms: { alarmNames, enable: watched, rollback: watched },
    lifecycleHooks: [],
    ...strategyOf(order.strategy),
  };
}

/**
 * How ECS is to start a service. There is no version yet to shift traffic from, so that every strategy is rolling; hooks
 * would pause even here. Source: Amazon ECS developer guide, "Lifecycle hooks for Amazon ECS service deployments". Pure.
 */
export function firstDeploymentSettings(order: Order): DeploymentConfiguration {
  return deploymentSettings({ ...order, strategy: { kind: 'rolling' } });
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
        linearConfiguration: {
          stepPercent: Math.max(LEAST_STEP_PERCENT, strategy.percent),
          stepBakeTimeInMinutes: strategy.bakeMin,
        },
      };
    case 'blueGreen':
      return { strategy: 'BLUE_GREEN', bakeTimeInMinutes: strategy.bakeMin };
  }
}

/**
 * Both versions run and no traffic of users has moved. A pause before the shift itself would come again at each of its
 * steps, and none is allowed while traffic moves. Source: Amazon ECS developer guide, "Pause hooks".
 */
const PAUSE: DeploymentLifecycleHook = {
  targetType: 'PAUSE',
  lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  timeoutConfiguration: { timeoutInMinutes: PAUSE_MINUTES, action: 'ROLLBACK' },
};
