import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { TAGS } from './tags.ts';

/** The deployment that ECS brings every task to. Pure. */
export function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/** Whether the newest deployment is completed and runs as many tasks as wanted, with none on its way or left over. Pure. */
export function isSettled(service: Service): boolean {
  const { desiredCount, runningCount, pendingCount } = service;
  const primary = primaryOf(service);
  const isCompleted = primary?.rolloutState === 'COMPLETED' && primary.runningCount === desiredCount;
  return isCompleted && runningCount === desiredCount && (pendingCount ?? 0) === 0;
}

/** The generation in a service's tags; 0 where there is none. Pure. */
export function generationOf({ tags = [] }: Service): number {
  return Number(tags.find(({ key }) => key === TAGS.generation)?.value ?? 0);
}
