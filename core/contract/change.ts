import * as z from 'zod';
import { Actor, ApproverGroup } from './identity.ts';
import { JobSpec } from './job.ts';
import { ChangeStatus } from './lifecycle.ts';
import { CostDelta } from './money.ts';
import { Instant, MicroUsd, Name, Remark, Sha256, Ulid } from './primitives.ts';
import { Limits, ProposalClass } from './proposal.ts';
import { Replicas, ServiceSpec } from './service-spec.ts';

/** What a Change does. */
export const ChangeKind = z.enum([
  'deploy',
  'update',
  'rollback',
  'bounds',
  'retire',
  'restore',
  'drift',
  'budget',
  'job',
  'policy',
  'optimize',
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** What a Change alters. */
export const ChangeTarget = z
  .object({ kind: z.enum(['service', 'budget', 'job', 'policy']), name: Name })
  .readonly();
export type ChangeTarget = z.infer<typeof ChangeTarget>;

/** A field of a running service that somebody other than its owner may have changed. */
export const DriftField = z.enum(['desiredCount', 'image', 'size', 'environment', 'secrets', 'other']);
export type DriftField = z.infer<typeof DriftField>;

/** What is asked for: absolute, never "one more". */
export const Intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deploy'), spec: ServiceSpec }).readonly(),
  z.object({ kind: z.literal('update'), spec: ServiceSpec }).readonly(),
  z.object({ kind: z.literal('rollback'), toRevision: z.int() }).readonly(),
  z.object({ kind: z.literal('bounds'), replicas: Replicas, until: Instant.optional() }).readonly(),
  z.object({ kind: z.literal('retire'), overrideReason: z.string().optional() }).readonly(),
  z.object({ kind: z.literal('restore') }).readonly(),
  z.object({ kind: z.literal('drift'), field: DriftField, answer: z.enum(['revert', 'adopt']) }).readonly(),
  z
    .object({
      kind: z.literal('budget'),
      monthlyMicroUsd: MicroUsd,
      softRatio: z.number(),
      hardRatio: z.number(),
    })
    .readonly(),
  z.object({ kind: z.literal('job'), spec: JobSpec, retire: z.boolean() }).readonly(),
  z
    .object({ kind: z.literal('policy'), number: z.int(), contentHash: z.string(), traceId: z.string() })
    .readonly(),
  z
    .object({
      kind: z.literal('optimize'),
      proposalId: Ulid,
      proposalClass: ProposalClass,
      limits: Limits,
      /** The limits before an applied proposal come back: they were approved before. */
      undo: z.literal(true).optional(),
    })
    .readonly(),
]);
export type Intent = z.infer<typeof Intent>;

/** One field before and after; absent where it did not or will not exist. */
export const DiffLine = z
  .object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })
  .readonly();
export type DiffLine = z.infer<typeof DiffLine>;

/** One check made before a Change: a `fail` stops it, a `warn` is shown. */
export const Preflight = z
  .object({ check: z.string(), outcome: z.enum(['pass', 'warn', 'fail']), detail: z.string() })
  .readonly();
export type Preflight = z.infer<typeof Preflight>;

/** Who must agree: at least `min` distinct people of `group`. */
export const QuorumPart = z.object({ group: ApproverGroup, min: z.int().min(1) }).readonly();
export type QuorumPart = z.infer<typeof QuorumPart>;

/** What the Governance Layer's policies say of a Change. `group` is who must review it when it needs review. */
export const PolicyVerdict = z
  .object({
    status: z.enum(['approved', 'rejected', 'needs manual review']),
    policy: z.string(),
    traceId: z.string(),
    clause: z.string().optional(),
    group: ApproverGroup.optional(),
    /** Everybody who must review it, where there is more than one group. */
    groups: z.array(ApproverGroup).readonly().optional(),
    obligations: z.array(z.string()).readonly(),
  })
  .readonly();
export type PolicyVerdict = z.infer<typeof PolicyVerdict>;

/** The question that a Change was to its policies, so that another policy can be asked the same later. */
const AskedOfPolicy = z
  .object({
    action: z.string(),
    principal: z.object({ id: z.string(), kind: z.string() }).readonly(),
    resource: z.object({ type: z.string(), id: z.string(), program: z.string() }).readonly(),
    context: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
  })
  .readonly();

/** What a Change would do, before it does it. `digest` is what people approve. */
export const Plan = z
  .object({
    digest: Sha256,
    basis: z
      .object({
        revisionBefore: z.int(),
        priceTable: z.string(),
        policyVersion: z.string(),
      })
      .readonly(),
    diff: z.array(DiffLine).readonly(),
    cost: z
      .object({
        floor: CostDelta,
        expected: CostDelta,
        ceiling: CostDelta,
        unit: z.literal('microUsd per month'),
        note: z.string(),
      })
      .readonly(),
    budget: z
      .object({
        scope: Name,
        verdict: z.enum(['no raise', 'fits', 'exceeds', 'no budget']),
        approvedMicroUsd: MicroUsd,
        committedBeforeMicroUsd: MicroUsd,
        committedAfterMicroUsd: MicroUsd,
      })
      .readonly(),
    policy: PolicyVerdict,
    asked: AskedOfPolicy.optional(),
    approvals: z
      .object({ required: z.array(QuorumPart).readonly(), because: z.array(z.string()).readonly() })
      .readonly(),
    preflight: z.array(Preflight).readonly(),
    warnings: z.array(z.string()).readonly(),
    noChange: z.boolean(),
  })
  .readonly()
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof Plan>;

/** The one noun: whatever alters anything. */
export const Change = z
  .object({
    id: Ulid,
    kind: ChangeKind,
    target: ChangeTarget,
    program: Name,
    intent: Intent,
    requestedBy: Actor,
    reason: z.string(),
    plan: Plan,
    status: ChangeStatus,
    statusReason: z.string(),
    approvalId: Ulid.optional(),
    deploymentId: Ulid.optional(),
    replacedBy: Ulid.optional(),
    /** When the time box of an executed raise ends. */
    revertsAt: Instant.optional(),
    expiresAt: Instant,
    createdAt: Instant,
    updatedAt: Instant,
    correlationId: z.string(),
    idempotencyKey: z.string().optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Change' });
export type Change = z.infer<typeof Change>;

/** `POST /services/{name}/rollback`. `toRevision` absent: the newest earlier revision that succeeded. */
export const RollbackRequest = z
  .strictObject({ toRevision: z.int().min(1).optional(), reason: Remark.default('rolled back by request') })
  .readonly()
  .meta({ id: 'RollbackRequest' });

/** `PUT /services/{name}/bounds`. With `until` the old bounds return at that instant. */
export const BoundsRequest = z
  .strictObject({
    min: z.int().min(1).max(5_000),
    max: z.int().min(1).max(5_000),
    until: Instant.optional(),
    reason: Remark.default('bounds set by request'),
  })
  .refine((r) => r.min <= r.max, { error: 'min must not be above max', path: ['min'] })
  .readonly()
  .meta({ id: 'BoundsRequest' });
export type BoundsRequest = z.infer<typeof BoundsRequest>;

/** `POST /services/{name}/retire`. `overrideReason` retires although a live service depends on it. */
export const RetireRequest = z
  .strictObject({ reason: Remark.default('retired by request'), overrideReason: Remark.optional() })
  .readonly()
  .meta({ id: 'RetireRequest' });

/** The body of a call that needs nothing but a reason. */
export const ReasonRequest = z.strictObject({ reason: Remark }).readonly().meta({ id: 'ReasonRequest' });

/** `POST /services/{name}/drift`: what to do with a value its owner did not set. */
export const DriftRequest = z
  .strictObject({
    field: DriftField,
    answer: z.enum(['revert', 'adopt']),
    reason: Remark.default('drift answered by request'),
  })
  .readonly()
  .meta({ id: 'DriftRequest' });

/** `POST /services/{name}/scale`: an absolute task count inside the approved bounds. */
export const ScaleRequest = z
  .strictObject({ desiredCount: z.int().min(1).max(5_000), reason: Remark.default('scaled by request') })
  .readonly()
  .meta({ id: 'ScaleRequest' });

/** `?dryRun=true` answers the plan and stores nothing. */
export const DryRunQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false'),
});

/** `GET /changes`: `status=open` lists what has not ended; `target` is a service or budget name. */
export const ChangeQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
  status: z.enum(['open', 'all']).default('all'),
  service: Name.optional(),
});
