import * as z from 'zod';
import { Name, Ratio } from './primitives.ts';
import { isLegalTaskSize, legalSizeHint } from './task-size.ts';

/** A container image: `[registry/]repository[:tag][@sha256:digest]`. Source: OCI distribution spec, reference grammar. */
export const ImageReference = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9]+(?:[._:/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
    'use repository:tag or repository@sha256:digest, for example govlab/job-ingest:v1',
  );

/** A secret is only ever named by its ARN; its value never passes through the control plane. */
export const SecretArn = z
  .string()
  .max(512)
  .regex(
    /^arn:aws[a-z-]*:(secretsmanager|ssm):[a-z0-9-]+:\d{12}:(secret:|parameter\/).+$/,
    'use the ARN of a Secrets Manager secret or an SSM parameter',
  );

const EnvName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'use letters, digits and underscores');

/** At most this many tasks may be asked for as a maximum; the ECS quota per service is 5,000. */
const TaskBound = z.int().min(1).max(5_000);

/** The approved bounds of the task count. */
export const Replicas = z
  .strictObject({ min: TaskBound, max: TaskBound })
  .refine((r) => r.min <= r.max, { error: 'min must not be above max', path: ['min'] })
  .readonly();
export type Replicas = z.infer<typeof Replicas>;

const Minutes = z.int().min(0).max(1_440);

/**
 * How a new revision replaces the old one. A bare word takes the defaults.
 * `percent` is the share of tasks (canary: the first; linear: each step), `bakeMin` the minutes watched
 * after the shift, `pause` stops the canary until a person continues it.
 * Source of the kinds: Amazon ECS, deployment strategies of the ECS deployment controller.
 */
export const Strategy = z.preprocess(
  (value) => (typeof value === 'string' ? { kind: value } : value),
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rolling') }).readonly(),
    z
      .strictObject({
        kind: z.literal('canary'),
        percent: z.int().min(1).max(50).default(10),
        bakeMin: Minutes.default(5),
        pause: z.boolean().default(false),
      })
      .readonly(),
    z
      .strictObject({
        kind: z.literal('linear'),
        percent: z.int().min(1).max(50).default(25),
        bakeMin: Minutes.default(5),
      })
      .readonly(),
    z.strictObject({ kind: z.literal('blueGreen'), bakeMin: Minutes.default(5) }).readonly(),
  ]),
);
export type Strategy = z.infer<typeof Strategy>;

/** Scaling targets as ratios 0..1 of the reserved resource, the latency objective in ms, cooldowns in seconds. */
export const ScalingSpec = z
  .strictObject({
    targets: z
      .strictObject({
        cpu: Ratio.min(0.1).max(0.95).default(0.6),
        memory: Ratio.min(0.1).max(0.95).default(0.8),
        p95Ms: z.int().min(1).max(60_000).default(500),
      })
      .prefault({})
      .readonly(),
    cooldowns: z
      .strictObject({
        outSec: z.int().min(0).max(3_600).default(60),
        inSec: z.int().min(0).max(3_600).default(300),
      })
      .prefault({})
      .readonly(),
  })
  .readonly();
export type ScalingSpec = z.infer<typeof ScalingSpec>;

/** How a task shows that it is healthy: a path, and seconds of grace after its start. */
export const HealthCheck = z
  .strictObject({
    path: z
      .string()
      .max(200)
      .regex(/^\/[\w./-]*$/, 'use an absolute path such as /healthz')
      .default('/healthz'),
    graceSec: z.int().min(0).max(3_600).default(60),
  })
  .readonly();

const TaskSizeFields = {
  cpuUnits: z.int().min(256).max(16_384).default(256),
  memoryMiB: z.int().min(512).max(122_880).default(512),
};

const fields = {
  name: Name,
  image: ImageReference,
  ...TaskSizeFields,
  port: z.int().min(1).max(65_535).default(8080),
  healthCheck: HealthCheck.prefault({}),
  environment: z.record(EnvName, z.string().max(4_096)).default({}).readonly(),
  secrets: z.record(EnvName, SecretArn).default({}).readonly(),
  replicas: Replicas.prefault({ min: 1, max: 2 }),
  scaling: ScalingSpec.prefault({}),
  strategy: Strategy.prefault({ kind: 'rolling' }),
  dependsOn: z.array(Name).max(20).default([]).readonly(),
  owner: z.string().max(100).default('unowned'),
  program: Name.default('default'),
  tier: z.enum(['critical', 'standard', 'batch']).default('standard'),
  optimize: z.enum(['off', 'recommend', 'auto']).default('recommend'),
  onDrift: z.enum(['report', 'revert']).default('report'),
};

/** What a service shall be. Only `name` and `image` are required; everything else has a default. */
export const ServiceSpec = z
  .strictObject(fields)
  .superRefine((spec, context) => {
    if (!isLegalTaskSize(spec))
      context.addIssue({ code: 'custom', path: ['memoryMiB'], message: legalSizeHint(spec) });
    if (spec.dependsOn.includes(spec.name))
      context.addIssue({ code: 'custom', path: ['dependsOn'], message: 'a service cannot depend on itself' });
  })
  .readonly()
  .meta({ id: 'ServiceSpec' });
export type ServiceSpec = z.infer<typeof ServiceSpec>;
/** A service spec as a caller writes it: only `name` and `image` are required. */
export type ServiceSpecInput = z.input<typeof ServiceSpec>;

const patchable = Object.fromEntries(
  Object.entries(fields)
    .filter(([field]) => field !== 'name')
    .map(([field, schema]) => [field, withoutDefault(schema).optional()]),
);

/** The fields to change of a service; every field that is left out keeps its value. */
export const ServiceSpecPatch = z
  .strictObject(patchable)
  .refine((patch) => Object.keys(patch).length > 0, { error: 'name at least one field to change' })
  .meta({ id: 'ServiceSpecPatch' });
export type ServiceSpecPatch = Partial<Omit<ServiceSpecInput, 'name'>>;

function withoutDefault(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodReadonly) return withoutDefault(schema.unwrap() as z.ZodType).readonly(); // safe as below
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? withoutDefault(schema.unwrap() as z.ZodType) // safe: what a default wraps is itself a schema
    : schema;
}

/** The part of a spec that makes a revision: changing any of it rolls out new tasks. */
export const REVISION_FIELDS = [
  'image',
  'cpuUnits',
  'memoryMiB',
  'port',
  'healthCheck',
  'environment',
  'secrets',
] as const satisfies readonly (keyof ServiceSpec)[];

/** What runs: everything a revision is addressed by. */
export const RevisionContent = z
  .object({
    image: z.string(),
    cpuUnits: z.int(),
    memoryMiB: z.int(),
    port: z.int(),
    healthCheck: HealthCheck,
    environment: z.record(z.string(), z.string()).readonly(),
    secrets: z.record(z.string(), z.string()).readonly(),
  })
  .readonly();
export type RevisionContent = z.infer<typeof RevisionContent>;
