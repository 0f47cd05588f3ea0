import * as z from 'zod';

/** Where a service stands; derived from observation only. */
export const ServiceStatus = z.enum([
  'CREATING',
  'HEALTHY',
  'DEGRADED',
  'DEPLOYING',
  'ROLLING_BACK',
  'BLOCKED',
  'RETIRING',
  'RETIRED',
  'FAILED',
]);
export type ServiceStatus = z.infer<typeof ServiceStatus>;

/** Where a deployment stands; the last five are ends. */
export const DeploymentStatus = z.enum([
  'PLANNED',
  'AWAITING_APPROVAL',
  'QUEUED',
  'PREPARING',
  'ROLLING_OUT',
  'PAUSED',
  'BAKING',
  'ROLLING_BACK',
  'SUCCEEDED',
  'ROLLED_BACK',
  'FAILED',
  'CANCELLED',
  'SUPERSEDED',
]);
export type DeploymentStatus = z.infer<typeof DeploymentStatus>;

/** Where a Change stands; from DONE on they are ends. */
export const ChangeStatus = z.enum([
  'PLANNED',
  'AWAITING_APPROVAL',
  'APPROVED',
  'EXECUTING',
  'VERIFYING',
  'DONE',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'SUPERSEDED',
  'STALE',
  'DENIED_BY_POLICY',
  'FAILED',
  'REVERTED',
]);
export type ChangeStatus = z.infer<typeof ChangeStatus>;

/** The statuses a Change never leaves; a DONE one with a time box may still become REVERTED. */
export const CHANGE_ENDS: readonly ChangeStatus[] = [
  'DONE',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'SUPERSEDED',
  'STALE',
  'DENIED_BY_POLICY',
  'FAILED',
  'REVERTED',
];

/** Where an approval stands; only PENDING takes votes. */
export const ApprovalStatus = z.enum([
  'PENDING',
  'APPROVED',
  'EXECUTING',
  'EXECUTED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'SUPERSEDED',
  'STALE',
  'FAILED',
  'REVERTED',
]);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

const LIVE = ['CREATING', 'HEALTHY', 'DEGRADED', 'DEPLOYING', 'ROLLING_BACK', 'BLOCKED', 'FAILED'] as const;

/** Service verb -> the states it is legal in. API, workers and dashboard read this one table. */
export const SERVICE_VERBS = {
  deploy: [...LIVE],
  update: [...LIVE],
  rollback: [...LIVE],
  setBounds: [...LIVE],
  scale: ['HEALTHY', 'DEGRADED', 'BLOCKED'],
  answerDrift: [...LIVE],
  retire: ['CREATING', 'HEALTHY', 'DEGRADED', 'DEPLOYING', 'BLOCKED', 'FAILED'],
  restore: ['RETIRED'],
} as const satisfies Record<string, readonly ServiceStatus[]>;
/** What can be done to a service. */
export type ServiceVerb = keyof typeof SERVICE_VERBS;

/** Deployment verb -> the states it is legal in. */
export const DEPLOYMENT_VERBS = {
  stop: ['PREPARING', 'ROLLING_OUT', 'PAUSED', 'BAKING'],
  continue: ['PAUSED'],
  supersede: ['PLANNED', 'AWAITING_APPROVAL', 'QUEUED'],
} as const satisfies Record<string, readonly DeploymentStatus[]>;
/** What can be done to a deployment. */
export type DeploymentVerb = keyof typeof DEPLOYMENT_VERBS;

/** Change verb -> the states it is legal in. */
export const CHANGE_VERBS = {
  cancel: ['PLANNED', 'AWAITING_APPROVAL'],
  breakGlass: ['AWAITING_APPROVAL'],
  execute: ['APPROVED'],
} as const satisfies Record<string, readonly ChangeStatus[]>;
/** What can be done to a Change. */
export type ChangeVerb = keyof typeof CHANGE_VERBS;

/** Approval verb -> the states it is legal in. */
export const APPROVAL_VERBS = {
  vote: ['PENDING'],
  expire: ['PENDING'],
} as const satisfies Record<string, readonly ApprovalStatus[]>;
/** What can be done to an approval. */
export type ApprovalVerb = keyof typeof APPROVAL_VERBS;

/** Whether `verb` is legal in `status`, by one of the tables above. */
export function isLegal<Verb extends string, Status extends string>(
  table: Readonly<Record<Verb, readonly Status[]>>,
  verb: Verb,
  status: Status,
): boolean {
  return table[verb].includes(status);
}
