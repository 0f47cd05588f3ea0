import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { BUNDLE_ALGORITHM, BUNDLE_KEY_ID, BUNDLE_SCOPE } from '../../../core/policy/bundle-signature.ts';
import { awslogs } from './awslogs.ts';
import type { Fleet } from './fleet-config.ts';

/** The name of the container beside the service's own. */
const NAME = 'hms-policy-agent';

/**
 * A stock OPA beside a service, where the fleet names its image, an address and the key of policies: it fetches those of
 * the environment, checks their signatures, answers on `localhost:8181`, and reports what it made of them, signed with
 * the task's role. Its end is not the service's end. Sources: openpolicyagent.org/docs/configuration, "AWS Signature"
 * (with only a region it takes the role of the ECS task), "Bundles", "Status", "Decision Logs", "Keys". Pure.
 */
export function policyAgents(fleet: Fleet, service: string): readonly ContainerDefinition[] {
  const { policyAgentImage: image, policyAgentUrl: url, policyBundleKey: key, policyBundles } = fleet.config;
  if (image === undefined || url === undefined || key === undefined) return [];
  const settings = [
    ...serviceSettings(fleet, url),
    `labels.service=${service}`,
    `keys.${BUNDLE_KEY_ID}.algorithm=${BUNDLE_ALGORITHM}`,
    `keys.${BUNDLE_KEY_ID}.key=${escaped(key)}`,
    ...policyBundles.flatMap(bundleSettings),
  ];
  return [
    {
      name: NAME,
      image,
      essential: false,
      restartPolicy: { enabled: true },
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

/**
 * How often an agent asks for each policy, in s; it reports as often. A task that says nothing for 300 s counts as
 * unreachable, and a thousand tasks make 22 requests a second.
 */
const POLLING_SEC = { min: 60, max: 120 } as const;

/** OPA refuses a bundle whose signature names another scope than it was told. */
function bundleSettings(name: string): readonly string[] {
  return [
    `bundles.${name}.service=hms`,
    `bundles.${name}.resource=bundles/${name}`,
    `bundles.${name}.polling.min_delay_seconds=${POLLING_SEC.min}`,
    `bundles.${name}.polling.max_delay_seconds=${POLLING_SEC.max}`,
    `bundles.${name}.signing.keyid=${BUNDLE_KEY_ID}`,
    `bundles.${name}.signing.scope=${BUNDLE_SCOPE}`,
  ];
}

/** `--set` splits its values at commas. Source: openpolicyagent.org/docs/configuration, "CLI Runtime Overrides". */
function escaped(value: string): string {
  return value.replaceAll(',', '\\,');
}
