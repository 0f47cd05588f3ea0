import * as z from 'zod';
import { Instant, Name } from './primitives.ts';

/** `POST /dev/token`: who the visitor wants to be. Exists in the embedded world only. */
export const DevTokenRequest = z
  .strictObject({ as: z.string().min(1).max(40) })
  .meta({ id: 'DevTokenRequest' });
/** A signed token and when it stops counting. */
export const DevToken = z.object({ token: z.string(), expiresAt: Instant }).meta({ id: 'DevToken' });

/** A person or pipeline that a visitor may be. */
export const DevIdentity = z
  .object({
    as: z.string(),
    name: z.string(),
    title: z.string(),
    roles: z.array(z.string()).readonly(),
    groups: z.array(z.string()).readonly(),
  })
  .meta({ id: 'DevIdentity' });
/** Everyone a visitor may be. */
export const DevIdentities = z.object({ items: z.array(DevIdentity).readonly() });

/** `POST /dev/load`: multiplies the load of a service by `factor` for `forSec` virtual seconds. */
export const DevLoadRequest = z
  .strictObject({
    service: Name,
    factor: z.number().min(0).max(1_000),
    forSec: z
      .int()
      .min(1)
      .max(30 * 86_400),
  })
  .meta({ id: 'DevLoadRequest' });
/** The load of a service as it is multiplied now. */
export const DevLoad = z
  .object({ service: Name, factor: z.number(), until: Instant })
  .meta({ id: 'DevLoad' });

/** `POST /dev/clock`: one of a speed (virtual seconds a second, 0 pauses), a step, or a time of day to reach. */
export const DevClockRequest = z
  .union([
    z.strictObject({ speed: z.number().min(0).max(3_600) }),
    z.strictObject({
      advanceSec: z
        .int()
        .min(1)
        .max(31 * 86_400),
    }),
    z.strictObject({
      until: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use a time of day in UTC such as 02:00'),
    }),
  ])
  .meta({ id: 'DevClockRequest' });
/** The virtual clock: its time and its speed. */
export const DevClock = z
  .object({ now: Instant, speed: z.number(), catchingUpTo: Instant.optional() })
  .meta({ id: 'DevClock' });

/** `POST /dev/cloud`: what a person would do by hand in the cloud's console, behind the product's back. */
export const DevCloudRequest = z
  .strictObject({
    service: Name,
    as: z.string().min(1).max(100).default('someone@console'),
    desiredCount: z.int().min(0).max(5_000).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    killTasks: z.int().min(1).max(100).optional(),
  })
  .refine((r) => [r.desiredCount, r.environment, r.killTasks].filter((v) => v !== undefined).length === 1, {
    error: 'name exactly one of desiredCount, environment, killTasks',
  })
  .meta({ id: 'DevCloudRequest' });

/** A call that altered the simulated cloud, and what caused it. */
export const CloudMutation = z
  .object({
    at: Instant,
    call: z.string(),
    service: z.string(),
    actor: z.string(),
    changeId: z.string().optional(),
    decisionId: z.string().optional(),
    detail: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly()
  .meta({ id: 'CloudMutation' });
export type CloudMutation = z.infer<typeof CloudMutation>;

/** One task of the simulated cloud. */
export const DevTask = z
  .object({
    id: z.string(),
    revision: z.string(),
    lastStatus: z.string(),
    healthStatus: z.string(),
    startedAt: Instant.optional(),
    stoppedReason: z.string().optional(),
    exitCode: z.int().optional(),
  })
  .readonly();

/** The simulated cloud as it stands, and its mutating calls with what caused each. */
export const DevCloud = z
  .object({
    now: Instant,
    services: z
      .array(
        z
          .object({
            name: z.string(),
            status: z.string(),
            desiredCount: z.int(),
            runningCount: z.int(),
            pendingCount: z.int(),
            taskDefinition: z.string(),
            tags: z.record(z.string(), z.string()).readonly(),
            tasks: z.array(DevTask).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    alarms: z.array(z.object({ name: z.string(), state: z.string() }).readonly()).readonly(),
    mutations: z.array(CloudMutation).readonly(),
  })
  .meta({ id: 'DevCloud' });
export type DevCloud = z.infer<typeof DevCloud>;

/** `POST /dev/governance/sign`: what the Governance Layer of the embedded world shall sign. */
export const DevSignRequest = z
  .strictObject({ name: z.string(), version: z.number(), content: z.unknown(), decision: z.unknown() })
  .meta({ id: 'DevSignRequest' });
/** The signature that `POST /policies` takes, and the name of its key. */
export const DevSignature = z
  .object({ keyId: z.string(), signature: z.string() })
  .meta({ id: 'DevSignature' });

/** The public key that an OPA or an agent verifies this world's bundles with. */
export const DevBundleKey = z
  .object({ keyId: z.string(), publicKeyPem: z.string() })
  .meta({ id: 'DevBundleKey' });

/** `POST /dev/task-token`: the task whose agent, or OPA, is run by hand. */
export const DevTaskTokenRequest = z
  .strictObject({ service: Name, taskId: z.string().regex(/^[\w-]{1,64}$/) })
  .meta({ id: 'DevTaskTokenRequest' });

/** `POST /dev/policies`: what the Governance Layer's next version shall be like. */
export const DevPolicyRequest = z
  .strictObject({
    /** With Rego that is cut short, so that the first task it reaches cannot take it. */
    broken: z.boolean().default(false),
  })
  .meta({ id: 'DevPolicyRequest' });
