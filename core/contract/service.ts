import * as z from 'zod';
import { DriftField } from './change.ts';
import { Actor } from './identity.ts';
import { DeploymentStatus, ServiceStatus } from './lifecycle.ts';
import { ServiceCost } from './money.ts';
import { AlarmKind, AlarmState, Health } from './monitoring.ts';
import { Instant, Name, TaskCount, Ulid } from './primitives.ts';
import { Replicas, RevisionContent, ServiceSpec, Strategy } from './service-spec.ts';

/** A value that its owner did not set. `actor` is who did, where the cloud says so. */
export const Drift = z
  .object({
    field: DriftField,
    expected: z.string(),
    actual: z.string(),
    actor: z.string(),
    since: Instant,
    /** Reverts of this field in the last 30 minutes; at three the product stops and raises DRIFT_FIGHT. */
    revertsAt: z.array(Instant).readonly(),
    fight: z.boolean(),
  })
  .readonly();
export type Drift = z.infer<typeof Drift>;

/** Why a rollout is failing: a stop reason of the platform, and the same in plain words. */
export const StopCause = z
  .object({
    kind: z.enum([
      'image-cannot-be-pulled',
      'secret-missing',
      'exec-format',
      'invalid-parameter',
      'out-of-memory',
      'essential-container-exited',
      'health-check-failed',
      'start-failed',
      'unknown',
    ]),
    deterministic: z.boolean(),
    plain: z.string(),
    raw: z.string(),
    times: z.int(),
  })
  .readonly();
export type StopCause = z.infer<typeof StopCause>;

/** One attempt to make a revision the running one. */
export const Deployment = z
  .object({
    id: Ulid,
    service: Name,
    changeId: Ulid,
    generation: z.int(),
    revision: z.int(),
    fromRevision: z.int().optional(),
    strategy: Strategy,
    status: DeploymentStatus,
    statusReason: z.string(),
    stage: z.string(),
    /** The platform's own id of the rollout, once it has one. */
    platformId: z.string().optional(),
    hookId: z.string().optional(),
    promotionApprovalId: Ulid.optional(),
    cause: StopCause.optional(),
    healthyTasks: TaskCount,
    createdAt: Instant,
    startedAt: Instant.optional(),
    lastProgressAt: Instant.optional(),
    /** Time in PAUSED and BAKING does not count towards the deadlines: since when it waits, and what it waited before. */
    waitingSince: Instant.optional(),
    waitedSec: z.number().optional(),
    /** Who stopped it, when a person did. */
    stoppedBy: z.string().optional(),
    bakeUntil: Instant.optional(),
    endedAt: Instant.optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Deployment' });
export type Deployment = z.infer<typeof Deployment>;

/** What ran under a number. Immutable and content-addressed; 20 are kept. */
export const Revision = z
  .object({
    service: Name,
    number: z.int().min(1),
    contentHash: z.string(),
    content: RevisionContent,
    changeId: Ulid,
    outcome: z.enum(['pending', 'succeeded', 'failed']),
    createdAt: Instant,
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Revision' });
export type Revision = z.infer<typeof Revision>;

/** Bounds that return at an instant, and the Change that raised them. */
export const TimeBox = z.object({ changeId: Ulid, until: Instant, revertTo: Replicas }).readonly();
export type TimeBox = z.infer<typeof TimeBox>;

/** What the scaler remembers of a service between two decisions. */
export const ScalingMemory = z
  .object({
    lastOutAt: Instant.optional(),
    lastInAt: Instant.optional(),
    /** What the metrics wanted lately, oldest first, for the scale-in stabilisation window. */
    recentWants: z.array(z.object({ at: Instant, want: TaskCount }).readonly()).readonly(),
    /** The scale-outs of the last minute, oldest first, for the limit on how fast a service may grow. */
    recentOuts: z
      .array(z.object({ at: Instant, added: TaskCount }).readonly())
      .readonly()
      .optional(),
    atLimitSince: Instant.optional(),
    lastDecisionId: Ulid.optional(),
    /** The last decision of the scaler or of a request that changed `desiredCount`. */
    lastScaleDecisionId: Ulid.optional(),
    /** The last raise that was refused or ran out, so that nobody is asked the same every minute. */
    lastRefusal: z
      .object({ at: Instant, max: TaskCount, by: z.enum(['people', 'policy']).optional() })
      .readonly()
      .optional(),
    openRaiseChangeId: Ulid.optional(),
    /** When a raise was last about to be asked for: who else sees this waits, so that it is asked for once. */
    raiseAskedAt: Instant.optional(),
  })
  .readonly();
export type ScalingMemory = z.infer<typeof ScalingMemory>;

/** What the platform was last seen to run. */
export const Observed = z
  .object({
    running: TaskCount,
    /** Running tasks that are healthy. */
    healthy: TaskCount.optional(),
    pending: TaskCount,
    desired: TaskCount,
    generation: z.int(),
    at: Instant,
  })
  .readonly();
export type Observed = z.infer<typeof Observed>;

/**
 * A service as it is recorded. Each field has one owner: `spec` and `revision` the deployer,
 * `desiredCount` the scaler, `bounds` the approvals.
 */
export const Service = z
  .object({
    name: Name,
    program: Name,
    spec: ServiceSpec,
    /** The revision that shall run. */
    revision: z.int(),
    /** The number the next revision gets. */
    nextRevision: z.int(),
    /** The newest revisions that succeeded, newest first; at most 20. */
    succeededRevisions: z.array(z.int()).readonly(),
    /** Grows whenever what shall run changes; echoed by the platform as the tag `hms:generation`. */
    generation: z.int(),
    desiredCount: TaskCount,
    /** The count that the platform was last seen to have accepted from us. */
    appliedCount: TaskCount,
    bounds: Replicas,
    timeBox: TimeBox.optional(),
    status: ServiceStatus,
    statusReason: z.string(),
    drift: z.array(Drift).readonly(),
    /** When drift was undone lately, by field: three times in 30 minutes is a fight. */
    driftReverts: z
      .array(z.object({ field: DriftField, at: Instant }).readonly())
      .readonly()
      .optional(),
    /** The deployment in flight, and one that waits behind it. */
    deploymentId: Ulid.optional(),
    queuedDeploymentId: Ulid.optional(),
    scaling: ScalingMemory,
    alarms: z.partialRecord(AlarmKind, AlarmState).readonly(),
    /** When each alarm took its state, by the cloud's clock; absent: it never said. */
    alarmsAt: z.partialRecord(AlarmKind, Instant).readonly().optional(),
    observed: Observed.optional(),
    /** The digest of the alarm rules that were last seen in force. */
    alarmRules: z.string().optional(),
    /** What the platform is set to run, kept while it is not what shall run: adopting drift makes it a revision. */
    driftedContent: RevisionContent.optional(),
    lastChangeId: Ulid,
    createdBy: Actor,
    createdAt: Instant,
    updatedAt: Instant,
    deployedAt: Instant.optional(),
    retiredAt: Instant.optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Service' });
export type Service = z.infer<typeof Service>;

/** A service as a reader sees it: desired, observed, its cost, and which verbs are refused now and why. */
export const ServiceView = z
  .object({
    ...Service.unwrap().shape,
    image: z.string(),
    health: Health,
    cost: ServiceCost,
    drifted: z.boolean(),
    deployment: Deployment.optional(),
    /** verb -> why it is not possible now; a verb that is absent is possible. */
    refused: z.record(z.string(), z.string()).readonly(),
  })
  .readonly()
  .meta({ id: 'ServiceView' });
export type ServiceView = z.infer<typeof ServiceView>;

/** One line of a service's merged timeline, newest first. */
export const TimelineEntry = z
  .object({
    id: z.string(),
    at: Instant,
    kind: z.enum(['change', 'deployment', 'approval', 'decision', 'service', 'drift', 'budget', 'other']),
    action: z.string(),
    title: z.string(),
    actor: z.string(),
    detail: z.record(z.string(), z.unknown()).readonly(),
    changeId: z.string().optional(),
  })
  .readonly()
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** `GET /services`. */
export const ServiceQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
  retired: z.enum(['include', 'exclude']).default('exclude'),
});
