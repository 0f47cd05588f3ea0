import type { LogConfiguration } from '@aws-sdk/client-ecs';
import type { Fleet } from './fleet-config.ts';

/** Where a container writes its lines: the fleet's log group, in streams `prefix/container/task`. Pure. */
export function awslogs({ region, config }: Fleet, prefix: string): LogConfiguration {
  const options = {
    'awslogs-group': config.logGroup,
    'awslogs-region': region,
    'awslogs-stream-prefix': prefix,
  };
  return { logDriver: 'awslogs', options };
}
