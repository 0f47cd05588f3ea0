import type { LoadBalancer, Service } from '@aws-sdk/client-ecs';
import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import type { Fleet } from './fleet-config.ts';

/** Which service is to be reached, and what of its content says how. */
export interface Reached {
  readonly service: string;
  readonly content: Pick<RevisionContent, 'port' | 'healthCheck'>;
}

/** What of a request to ECS says how the public reaches a service. */
export interface LoadBalancing {
  readonly loadBalancers?: LoadBalancer[];
  readonly healthCheckGracePeriodSeconds?: number;
}

/**
 * How the public reaches a service that the fleet's load balancer leads to; nothing for any other, save that one which
 * `known` still shows behind a load balancer is taken from it. What says how traffic shifts is always named, also for
 * roll-outs that shift none: ECS alone knows which of the two groups serves now. Source: Amazon ECS API reference,
 * `LoadBalancer`, `AdvancedConfiguration` and UpdateService. Pure.
 */
export function loadBalancing(
  { config }: Pick<Fleet, 'config'>,
  { service, content }: Reached,
  known: Pick<Service, 'loadBalancers'> = {},
): LoadBalancing {
  const { entrance } = config;
  const way = entrance?.services[service];
  if (!entrance || !way) return (known.loadBalancers ?? []).length > 0 ? { loadBalancers: [] } : {};
  const loadBalancer: LoadBalancer = {
    targetGroupArn: way.targetGroup,
    containerName: service,
    containerPort: content.port,
    advancedConfiguration: {
      alternateTargetGroupArn: way.alternate,
      productionListenerRule: way.rule,
      roleArn: entrance.role,
    },
  };
  return {
    loadBalancers: [loadBalancer],
    healthCheckGracePeriodSeconds: content.healthCheck.graceSec,
  };
}
