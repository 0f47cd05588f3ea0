import * as z from 'zod';
import { Instant, Name, PageQuery, Ulid } from './primitives.ts';

/** The Governance Layer's decision, in its own words. */
export const GovernanceDecision = z
  .object({
    status: z.enum(['approved', 'rejected', 'needs manual review']),
    policy: z.string().min(1).max(100),
    trace_id: z.string().min(1).max(200),
  })
  .readonly()
  .meta({ id: 'GovernanceDecision' });
export type GovernanceDecision = z.infer<typeof GovernanceDecision>;

/**
 * What a policy says. `admission` is Cedar text that decides on Changes; `data` (and `rego`, where given) is what
 * running tasks receive. `programs` names whom it binds; empty: every program.
 */
export const PolicyContent = z
  .strictObject({
    admission: z.string().max(200_000),
    data: z.record(z.string(), z.json()).default({}).readonly(),
    rego: z.string().max(200_000).optional(),
    programs: z.array(Name).max(100).default([]).readonly(),
  })
  .readonly();
export type PolicyContent = z.infer<typeof PolicyContent>;

/**
 * `POST /policies`: a policy version with its decision. `signature` is Ed25519 over the canonical JSON of
 * `{ name, version, content, decision }`, base64url; `keyId` names the Governance Layer's key.
 */
export const PolicyIntake = z
  .strictObject({
    name: Name,
    version: z.int().min(1).max(1_000_000_000),
    content: PolicyContent,
    decision: GovernanceDecision,
    keyId: z.string().max(100),
    signature: z.string().max(200),
  })
  .readonly()
  .meta({ id: 'PolicyIntake' });
export type PolicyIntake = z.infer<typeof PolicyIntake>;

/** Where a version stands; INVALID, SUPERSEDED and ROLLED_BACK are ends. */
export const PolicyStatus = z.enum([
  'RECEIVED',
  'VALIDATED',
  'INVALID',
  'STAGED',
  'ROLLING_OUT',
  'ACTIVE',
  'SUPERSEDED',
  'PAUSED',
  'ROLLING_BACK',
  'ROLLED_BACK',
]);
export type PolicyStatus = z.infer<typeof PolicyStatus>;

/** What a running task has made of a version. EXEMPT: it is on its way out and is not waited for. */
export const TaskPolicyStatus = z.enum([
  'PENDING',
  'DOWNLOADED',
  'ACTIVATED',
  'FAILED',
  'UNREACHABLE',
  'EXEMPT',
]);

/** Where one running task stands with a policy version. */
export const TaskPolicy = z
  .object({
    service: Name,
    taskId: z.string(),
    status: TaskPolicyStatus,
    revision: z.string().optional(),
    error: z.string().optional(),
    at: Instant,
  })
  .readonly();
export type TaskPolicy = z.infer<typeof TaskPolicy>;

/** One version of a policy. `step` is 0 (one task), 1 (a quarter) or 2 (all). */
export const PolicyVersion = z
  .object({
    name: Name,
    /** The number it has here: grows by one with each version, rollbacks included. */
    number: z.int().min(1),
    /** The number the Governance Layer gave its content. */
    sourceVersion: z.int(),
    content: PolicyContent,
    contentHash: z.string(),
    decision: GovernanceDecision,
    status: PolicyStatus,
    statusReason: z.string(),
    step: z.int().min(0).max(2),
    /** Tasks whose place in the order of this version is at or below this have it offered, 0..1. */
    share: z.number().min(0).max(1).optional(),
    bakeUntil: Instant.optional(),
    /** The version it falls back to. */
    previous: z.int().optional(),
    /** The version whose content this one brings back. */
    restores: z.int().optional(),
    /** The tasks that are to have it by now, and where each stands. */
    tasks: z.array(TaskPolicy).readonly(),
    /** Absent for an INVALID version: it altered nothing. */
    changeId: Ulid.optional(),
    receivedAt: Instant,
    updatedAt: Instant,
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** A policy with its versions, newest first, and how far the newest has come. */
export const PolicyView = z
  .object({
    name: Name,
    active: z.int().optional(),
    newest: PolicyVersion,
    /** Share of the bound running tasks that acknowledged the newest version, 0..1. */
    convergence: z.number(),
    missing: z.array(TaskPolicy).readonly(),
    /** version x service: how many tasks of each service run each version. */
    matrix: z
      .array(z.object({ service: Name, versions: z.record(z.string(), z.int()).readonly() }).readonly())
      .readonly(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'PolicyView' });
export type PolicyView = z.infer<typeof PolicyView>;

/** One answer of admission, logged. */
export const PolicyDecision = z
  .object({
    id: Ulid,
    at: Instant,
    policy: z.string(),
    changeKind: z.string(),
    target: z.string(),
    requestedBy: z.string(),
    status: GovernanceDecision.unwrap().shape.status,
    clause: z.string().optional(),
    traceId: z.string(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'PolicyDecision' });
export type PolicyDecision = z.infer<typeof PolicyDecision>;

/** `POST /policies/{name}/preview`: replays a candidate over the last `changes` Changes. Alters nothing. */
export const PolicyPreviewRequest = z
  .strictObject({ admission: z.string().max(200_000), changes: z.int().min(1).max(500).default(100) })
  .readonly()
  .meta({ id: 'PolicyPreviewRequest' });

/** Where the candidate and the policy in force differ; `replayed` Changes were asked about. */
export const PolicyPreview = z
  .object({
    replayed: z.int(),
    differs: z
      .array(
        z
          .object({
            changeId: z.string(),
            target: z.string(),
            before: z.string(),
            after: z.string(),
            clause: z.string().optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof PolicyPreview>;

/** `GET /policies`. */
export const PolicyQuery = PageQuery;

/**
 * The most that a policy's content may be as canonical JSON, in bytes: 256 KB. A version is stored as one item with its
 * content, and an item holds 400 KB: the rest is for up to a hundred tasks with what each said, and for what the store
 * takes around numbers and lists. Source: Amazon DynamoDB developer guide, "Quotas", maximum item size.
 */
export const POLICY_CONTENT_LIMIT_BYTES = 262_144;

/** What the bodies of policy routes are measured by, in bytes; above the content's limit, so that a refusal names that. */
export const POLICY_BODY_LIMIT_BYTES = 1_048_576;

const OpaText = z.string().max(10_000);

/**
 * What an agent says of one bundle. Field names and meaning: openpolicyagent.org/docs/management-status, "Status
 * Service API"; whatever else it sends is passed over.
 */
export const OpaBundleStatus = z
  .looseObject({
    name: OpaText.optional(),
    active_revision: OpaText.optional(),
    code: OpaText.optional(),
    message: OpaText.optional(),
    errors: z.array(z.unknown()).optional(),
    http_code: z.union([z.number(), OpaText]).optional(),
  })
  .readonly();
export type OpaBundleStatus = z.infer<typeof OpaBundleStatus>;

/** `POST /status`: a status update as OPA sends it. */
export const OpaStatus = z
  .looseObject({
    labels: z.record(z.string(), z.string()).default({}).readonly(),
    bundles: z.record(z.string(), OpaBundleStatus).default({}).readonly(),
  })
  .readonly()
  .meta({ id: 'OpaStatus' });
export type OpaStatus = z.infer<typeof OpaStatus>;

/** What a status update is answered with: nothing but its success. */
export const OpaStatusTaken = z.object({}).readonly().meta({ id: 'OpaStatusTaken' });
