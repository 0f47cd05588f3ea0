import * as z from 'zod';

/** Where tasks run and as whom; the stack of the cluster writes it into `ENV.fleet`. */
export const FleetConfig = z
  .object({
    subnets: z.array(z.string()).min(1).readonly(),
    securityGroups: z.array(z.string()).readonly(),
    /** The role by which ECS starts tasks, and the one that they act as; ARNs. */
    executionRole: z.string(),
    taskRole: z.string(),
    /** The Service Connect namespace of the cluster. */
    namespace: z.string(),
    logGroup: z.string(),
    /** The load balancer of public services: the role by which ECS shifts its traffic, and the way to each service; ARNs. */
    entrance: z
      .object({
        role: z.string(),
        services: z.record(
          z.string(),
          z.object({ targetGroup: z.string(), alternate: z.string(), rule: z.string() }).readonly(),
        ),
      })
      .readonly()
      .optional(),
    /** An image of OPA that runs beside every service's task and fetches its policies; none where it is left out. */
    policyAgentImage: z.string().optional(),
    /** Where that agent finds the API (`https://.../api/v1`), and the policies that it asks for. */
    policyAgentUrl: z.string().optional(),
    policyBundles: z.array(z.string()).readonly().default([]),
    /** The public key that it verifies them by, PEM. */
    policyBundleKey: z.string().optional(),
    /** What a target of less than ECS's abilities lacks; all of it is there unless told. */
    features: z
      .object({ pauseHooks: z.boolean(), stopDeployment: z.boolean() })
      .default({ pauseHooks: true, stopDeployment: true }),
  })
  .readonly();
export type FleetConfig = z.infer<typeof FleetConfig>;

/** A fleet with the names that the environment gives it. */
export interface Fleet {
  readonly environment: string;
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
  readonly config: FleetConfig;
}

/** The fleet that `json` describes. @throws Error when it does not: the deployment is broken. */
export function fleetOf(names: Pick<Fleet, 'environment' | 'cluster' | 'region'>, json: string): Fleet {
  const config = FleetConfig.parse(JSON.parse(json));
  return { ...names, account: accountOf(config.executionRole), config };
}

/** The account in an ARN. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
