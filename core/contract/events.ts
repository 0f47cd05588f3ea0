import * as z from 'zod';

/**
 * One vocabulary, `noun.past-verb`: EventBridge detail-type, audit action and log line are the same word.
 * Names are never renamed; details only gain fields.
 */
export const EventName = z.enum([
  'change.requested',
  'change.denied',
  'change.approved',
  'change.executed',
  'change.verifying',
  'change.done',
  'change.failed',
  'change.reverted',
  'change.rejected',
  'change.expired',
  'change.cancelled',
  'change.superseded',
  'change.stale',
  'service.status-changed',
  'service.scaled',
  'service.drifted',
  'service.drift-cleared',
  'service.drift-fought',
  'service.retired',
  'service.monitored',
  'deployment.started',
  'deployment.advanced',
  'deployment.paused',
  'deployment.continued',
  'deployment.baking',
  'deployment.stopping',
  'deployment.succeeded',
  'deployment.rolled-back',
  'deployment.failed',
  'deployment.superseded',
  'approval.requested',
  'approval.voted',
  'approval.approved',
  'approval.executed',
  'approval.rejected',
  'approval.expired',
  'approval.cancelled',
  'approval.superseded',
  'approval.stale',
  'approval.failed',
  'approval.reverted',
  'review.opened',
  'review.signed',
  'break-glass.used',
  'budget.changed',
  'access.denied',
  'run.scheduled',
  'run.not-started',
  'run.started',
  'run.retried',
  'run.succeeded',
  'run.failed',
  'run.timed-out',
  'run.cancelled',
  'run.lost',
  'run.stopped',
  'run.reported',
  'alarm.changed',
  'policy.refused',
  'policy.staged',
  'policy.stepped',
  'policy.baked',
  'policy.paused',
  'policy.continued',
  'policy.activated',
  'policy.stopped',
  'policy.superseded',
  'policy.acknowledged',
  'decision.recorded',
  'proposal.made',
  'proposal.applying',
  'proposal.applied',
  'proposal.verified',
  'proposal.reverted',
  'proposal.ended',
  'proposal.regressed',
]);
export type EventName = z.infer<typeof EventName>;

/** What every event carries. `id` makes reactions idempotent; `service` names whom it is about, if anyone. */
export const OpsEvent = z
  .object({
    id: z.string(),
    name: EventName,
    at: z.string(),
    actor: z.string(),
    correlationId: z.string(),
    service: z.string().optional(),
    job: z.string().optional(),
    changeId: z.string().optional(),
    approvalId: z.string().optional(),
  })
  .readonly();
export type OpsEvent = z.infer<typeof OpsEvent>;

/** All that the WebSocket ever says: something changed, and the version it has now. */
export const LiveMessage = z
  .object({
    kind: z.enum(['service', 'change', 'approval', 'budget', 'job', 'audit', 'clock', 'policy']),
    id: z.string(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'LiveMessage' });
export type LiveMessage = z.infer<typeof LiveMessage>;
