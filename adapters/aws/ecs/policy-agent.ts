import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';

/** The name of the container beside the service's own. */
const NAME = 'hms-policy-agent';

/**
 * A stock OPA beside a service: it fetches the policies of the environment, answers `localhost:8181`, and reports what it
 * made of them, signed with the task's role. Source: openpolicyagent.org/docs/configuration, "Services" (`s3_signing`
 * with `service: execute-api`), "Bundles", "Status". Its end is not the service's end.
 */
export function policyAgent(fleet: Fleet, service: string): ContainerDefinition {
  const { policyAgentImage, policyAgentUrl = '', policyBundles } = fleet.config;
  const settings = [
    `services.hms.url=${policyAgentUrl}`,
    'services.hms.credentials.s3_signing.service=execute-api',
    `services.hms.credentials.s3_signing.metadata_credentials.aws_region=${fleet.region}`,
    'status.service=hms',
    `labels.service=${service}`,
    ...policyBundles.flatMap((name) => [
      `bundles.${name}.service=hms`,
      `bundles.${name}.resource=bundles/${name}`,
      `bundles.${name}.polling.min_delay_seconds=20`,
      `bundles.${name}.polling.max_delay_seconds=40`,
    ]),
  ];
  return {
    name: NAME,
    ...(policyAgentImage !== undefined && { image: policyAgentImage }),
    essential: false,
    command: ['run', '--server', '--addr=127.0.0.1:8181', ...settings.map((setting) => `--set=${setting}`)],
    logConfiguration: awslogs(fleet, NAME),
  };
}
