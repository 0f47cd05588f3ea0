import * as z from 'zod';

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
export type ServiceVerb = keyof typeof SERVICE_VERBS;

export const DEPLOYMENT_VERBS = {
  stop: ['PREPARING', 'ROLLING_OUT', 'PAUSED', 'BAKING'],
  continue: ['PAUSED'],
  supersede: ['PLANNED', 'AWAITING_APPROVAL', 'QUEUED'],
} as const satisfies Record<string, readonly DeploymentStatus[]>;
export type DeploymentVerb = keyof typeof DEPLOYMENT_VERBS;

export const CHANGE_VERBS = {
  cancel: ['PLANNED', 'AWAITING_APPROVAL'],
  breakGlass: ['AWAITING_APPROVAL'],
  execute: ['APPROVED'],
} as const satisfies Record<string, readonly ChangeStatus[]>;
export type ChangeVerb = keyof typeof CHANGE_VERBS;

export const APPROVAL_VERBS = {
  vote: ['PENDING'],
  expire: ['PENDING'],
} as const satisfies Record<string, readonly ApprovalStatus[]>;
export type ApprovalVerb = keyof typeof APPROVAL_VERBS;

/** Whether `verb` is legal in `status`, by one of the tables above. */
export function isLegal<Verb extends string, Status extends string>(
  table: Readonly<Record<Verb, readonly Status[]>>,
  verb: Verb,
  status: Status,
): boolean {
  return table[verb].includes(status);
}
