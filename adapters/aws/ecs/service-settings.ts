import type { CreateServiceCommandInput, ServiceConnectConfiguration } from '@aws-sdk/client-ecs';
import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { discoveryName } from '../cloudwatch-sources.ts';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';

/** Where every service runs: Fargate, in the fleet's network, without an address of its own. Pure. */
export function placement({ cluster, config }: Fleet) {
  return {
    cluster,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...config.subnets],
        securityGroups: [...config.securityGroups],
        assignPublicIp: 'DISABLED',
      },
    },
    enableECSManagedTags: true,
    propagateTags: 'SERVICE',
    availabilityZoneRebalancing: 'ENABLED',
  } as const satisfies Partial<CreateServiceCommandInput>;
}

/**
 * How others reach the service: by its name, through Service Connect, whose proxies also measure requests, failures and
 * latency, and shift traffic between versions. Source: Amazon ECS developer guide, "Service Connect". Pure.
 */
export function serviceConnect(
  fleet: Fleet,
  { service, content }: { readonly service: string; readonly content: Pick<RevisionContent, 'port'> },
): ServiceConnectConfiguration {
  return {
    enabled: true,
    namespace: fleet.config.namespace,
    services: [
      {
        portName: service,
        discoveryName: discoveryName(fleet, service),
        clientAliases: [{ port: content.port, dnsName: service }],
      },
    ],
    logConfiguration: awslogs(fleet, 'service-connect'),
  };
}
