import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';

/** The name of the container beside the service's own. */
const NAME = 'hms-policy-agent';

/** The name by which bundles name the key that signed them: their `keyid`. */
const KEY_ID = 'hms-bundles';

/**
 * A stock OPA beside a service, where the fleet names an image and an address: it fetches the policies of the
 * environment, checks their signatures, answers on `localhost:8181`, and reports what it made of them, signed with the
 * task's role. Its end is not the service's end. Sources: openpolicyagent.org/docs/configuration, "AWS Signature" (with
 * only a region it takes the role of the ECS task), "Bundles", "Status", "Decision Logs", "Keys". Pure.
 */
export function policyAgents(fleet: Fleet, service: string): readonly ContainerDefinition[] {
  const { policyAgentImage: image, policyAgentUrl: url } = fleet.config;
  if (image === undefined || url === undefined) return [];
  const settings = [...serviceSettings(fleet, url), `labels.service=${service}`, ...bundleSettings(fleet)];
  return [
    {
      name: NAME,
      image,
      essential: false,
      command: ['run', '--server', '--addr=127.0.0.1:8181', ...settings.map((setting) => `--set=${setting}`)],
      logConfiguration: awslogs(fleet, NAME),
    },
  ];
}

function serviceSettings({ region }: Fleet, url: string): readonly string[] {
  return [
    `services.hms.url=${escaped(url)}`,
    'services.hms.credentials.s3_signing.service=execute-api',
    `services.hms.credentials.s3_signing.metadata_credentials.aws_region=${region}`,
    'status.service=hms',
    'decision_logs.console=true',
  ];
}

/** A signed bundle is refused where no key to check it by is known, so that the key belongs to the address. */
function bundleSettings({ config }: Fleet): readonly string[] {
  const { policyBundles, policyBundleKey: key } = config;
  const keys =
    key === undefined ? [] : [`keys.${KEY_ID}.algorithm=ES256`, `keys.${KEY_ID}.key=${escaped(key)}`];
  return [
    ...keys,
    ...policyBundles.flatMap((name) => [
      `bundles.${name}.service=hms`,
      `bundles.${name}.resource=bundles/${name}`,
      `bundles.${name}.polling.min_delay_seconds=20`,
      `bundles.${name}.polling.max_delay_seconds=40`,
      ...(key === undefined ? [] : [`bundles.${name}.signing.keyid=${KEY_ID}`]),
    ]),
  ];
}

/** `--set` splits its values at commas. Source: openpolicyagent.org/docs/configuration, "CLI Runtime Overrides". */
function escaped(value: string): string {
  return value.replaceAll(',', '\\,');
}
