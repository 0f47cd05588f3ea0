import * as z from 'zod';
import { require } from './ecs-refusal.ts';

const Pair = z.object({ name: z.string(), value: z.string().default('') });

/** Source of the limits: Amazon ECS API reference, `Tag`; developer guide, "Tag restrictions". */
export const Tags = z
  .array(
    z.object({
      key: z
        .string()
        .min(1)
        .max(128)
        .regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
      value: z
        .string()
        .max(256)
        .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
        .default(''),
    }),
  )
  .max(50);
export type Tags = z.infer<typeof Tags>;

/** As far as the simulated cloud reads a container. */
export const Container = z.looseObject({
  name: z.string(),
  image: z.string().min(1),
  portMappings: z.array(z.looseObject({ containerPort: z.int() })).default([]),
  environment: z.array(Pair).default([]),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
  healthCheck: z
    .looseObject({ command: z.array(z.string()), startPeriod: z.int().min(0).max(300).default(0) })
    .optional(),
});

/** RegisterTaskDefinition. A family is letters, digits, `-` and `_`. */
export const Registration = z.looseObject({
  family: z.string().regex(/^[\w-]{1,255}$/),
  containerDefinitions: z.array(Container).min(1),
  cpu: z.string(),
  memory: z.string(),
  networkMode: z.literal('awsvpc'),
  requiresCompatibilities: z.array(z.string()),
  executionRoleArn: z.string(),
  tags: Tags.default([]),
});
export type Registration = z.infer<typeof Registration>;

/** Stages at which a deployment may pause. Source: Amazon ECS developer guide, "Pause hooks", configuration fields. */
const PAUSE_STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
] as const;

const BakeMinutes = z.int().min(0).max(1_440);

/** Source of the limits: Amazon ECS API reference, `DeploymentConfiguration` and what it is made of. */
export const DeploymentSettings = z.looseObject({
  strategy: z.enum(['ROLLING', 'CANARY', 'LINEAR', 'BLUE_GREEN']).default('ROLLING'),
  bakeTimeInMinutes: BakeMinutes.default(0),
  canaryConfiguration: z
    .object({ canaryPercent: z.number().min(0.1).max(100), canaryBakeTimeInMinutes: BakeMinutes.default(10) })
    .optional(),
  linearConfiguration: z
    .object({ stepPercent: z.number().min(3).max(100), stepBakeTimeInMinutes: BakeMinutes.default(6) })
    .optional(),
  deploymentCircuitBreaker: z
    .looseObject({
      enable: z.boolean(),
      rollback: z.boolean(),
      thresholdConfiguration: z
        .object({ type: z.enum(['COUNT', 'BOUNDED_PERCENT']), value: z.int() })
        .default({ type: 'BOUNDED_PERCENT', value: 50 }),
    })
    .prefault({ enable: false, rollback: false }),
  alarms: z
    .object({ alarmNames: z.array(z.string()), enable: z.boolean(), rollback: z.boolean() })
    .default({ alarmNames: [], enable: false, rollback: false }),
  lifecycleHooks: z
    .array(
      z.looseObject({
        targetType: z.literal('PAUSE'),
        lifecycleStages: z.array(z.enum(PAUSE_STAGES)).min(1),
        timeoutConfiguration: z
          .object({ timeoutInMinutes: z.int().min(1).max(20_160), action: z.enum(['ROLLBACK', 'CONTINUE']) })
          .default({ timeoutInMinutes: 1_440, action: 'ROLLBACK' }),
      }),
    )
    .max(10)
    .default([]),
});
export type DeploymentSettings = z.infer<typeof DeploymentSettings>;

/** Of a service: what both creating and updating it may name. */
const ServiceParts = {
  cluster: z.string(),
  deploymentConfiguration: DeploymentSettings.optional(),
};

/** CreateService. A service's client token is at most 36 characters. */
export const Creation = z.looseObject({
  ...ServiceParts,
  serviceName: z.string().regex(/^[\w-]{1,255}$/),
  taskDefinition: z.string(),
  desiredCount: z.int().min(0),
  clientToken: z.string().max(36).optional(),
  launchType: z.literal('FARGATE'),
  networkConfiguration: z.looseObject({}),
  tags: Tags.default([]),
});

/** UpdateService. */
export const Update = z.looseObject({
  ...ServiceParts,
  service: z.string(),
  taskDefinition: z.string().optional(),
  desiredCount: z.int().min(0).optional(),
  forceNewDeployment: z.boolean().default(false),
});

/** RunTask: client tokens are at most 64 printable characters, `startedBy` at most 128 of letters, digits, `-`, `_`, `/`. */
export const Run = z.looseObject({
  cluster: z.string(),
  taskDefinition: z.string(),
  count: z.literal(1).default(1),
  clientToken: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  startedBy: z
    .string()
    .regex(/^[\w/-]{1,128}$/)
    .optional(),
  launchType: z.literal('FARGATE'),
  networkConfiguration: z.looseObject({}),
  overrides: z
    .looseObject({
      containerOverrides: z
        .array(
          z.looseObject({
            name: z.string(),
            command: z.array(z.string()).default([]),
            environment: z.array(Pair).default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
  tags: Tags.default([]),
});

/** Reads an input as ECS would. @throws EcsRefusal `InvalidParameterException` */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  require(parsed.success, parsed.error ? z.prettifyError(parsed.error) : '');
  return parsed.data as z.infer<Schema>; // safe: it parsed
}
