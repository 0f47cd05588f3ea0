import type { EcsPlace } from './ecs-place.ts';

/** An event as EventBridge carries it from ECS. */
export interface EcsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'ECS Task State Change' | 'ECS Deployment State Change' | 'ECS Hook State Change';
  readonly source: 'aws.ecs';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An event of `place` that happened at `at`. */
export function ecsEvent(
  { account, region }: EcsPlace,
  at: string,
  what: Pick<EcsEvent, 'detail-type' | 'resources' | 'detail'>,
): EcsEvent {
  const time = `${at.slice(0, 19)}Z`; // EventBridge tells whole seconds
  return { version: '0', id: crypto.randomUUID(), source: 'aws.ecs', account, time, region, ...what };
}
