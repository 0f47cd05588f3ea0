import type { AuditEntry } from '../../contract/audit.ts';
import type { EventName } from '../../contract/events.ts';
import type { Decision, ScalingOutcome } from '../../contract/scaling.ts';
import { plural } from '../../format.ts';

/** What happened, in plain words. */
const TITLES: Readonly<Record<EventName, string>> = {
  'change.requested': 'A change was requested',
  'change.denied': 'A change was denied by policy',
  'change.approved': 'A change was approved',
  'change.executed': 'A change is being carried out',
  'change.verifying': 'A change is being verified',
  'change.done': 'A change is done',
  'change.failed': 'A change failed',
  'change.reverted': 'A change was taken back',
  'change.rejected': 'A change was rejected',
  'change.expired': 'A change expired; nothing changed',
  'change.cancelled': 'A change was withdrawn',
  'change.superseded': 'A newer change took the place of an older one',
  'change.stale': 'A change no longer fits what is there',
  'service.status-changed': 'The status changed',
  'service.scaled': 'The task count changed',
  'service.drifted': 'Something was altered from outside',
  'service.drift-cleared': 'The drift is gone',
  'service.drift-fought': 'Two actors keep undoing each other',
  'service.retired': 'The service was retired',
  'service.monitored': 'Alarms were set up',
  'deployment.started': 'A deployment started',
  'deployment.advanced': 'The deployment moved on',
  'deployment.paused': 'The canary waits for a person',
  'deployment.continued': 'The canary goes on',
  'deployment.baking': 'The new revision is watched',
  'deployment.stopping': 'The deployment is being rolled back',
  'deployment.succeeded': 'The deployment succeeded',
  'deployment.rolled-back': 'The deployment was rolled back',
  'deployment.failed': 'The deployment failed',
  'deployment.superseded': 'A newer deployment took its place',
  'approval.requested': 'An approval was asked for',
  'approval.voted': 'A vote was cast',
  'approval.approved': 'It was approved',
  'approval.executed': 'What was approved was carried out',
  'approval.rejected': 'It was rejected',
  'approval.expired': 'The approval expired; nothing changed',
  'approval.cancelled': 'The approval was withdrawn',
  'approval.superseded': 'A newer request took the place of this approval',
  'approval.stale': 'The plan changed, so the approval no longer counts',
  'approval.failed': 'What was approved failed',
  'approval.reverted': 'What was approved was taken back',
  'review.opened': 'A review was opened',
  'review.signed': 'The review was signed',
  'break-glass.used': 'Somebody broke the glass',
  'budget.changed': 'The budget changed',
  'access.denied': 'A call was refused',
  'run.scheduled': 'A run was scheduled',
  'run.not-started': 'A run was not started',
  'run.started': 'A run started',
  'run.retried': 'A run failed and will be tried again',
  'run.succeeded': 'A run succeeded',
  'run.failed': 'A run failed',
  'run.timed-out': 'A run took too long',
  'run.cancelled': 'A run was cancelled',
  'run.lost': 'A run was lost by the platform',
  'run.stopped': 'The task of a run ended',
  'run.reported': 'A run reported metrics',
  'alarm.changed': 'An alarm changed its state',
  'decision.recorded': 'A scaling decision was made',
  'policy.refused': 'A policy was refused',
  'policy.staged': 'A policy was received',
  'policy.stepped': 'A policy reaches more tasks',
  'policy.baked': 'A policy is watched before it goes on',
  'policy.paused': 'A policy waits for tasks that say nothing',
  'policy.continued': 'A policy goes on',
  'policy.activated': 'A policy is in force',
  'policy.stopped': 'A policy was stopped and taken back',
  'policy.superseded': 'A newer policy took the place of an older one',
  'policy.acknowledged': 'A task acknowledged a policy',
  'proposal.made': 'The night made a proposal',
  'proposal.applying': 'A proposal is being applied',
  'proposal.applied': 'A proposal was applied and is verified',
  'proposal.verified': 'A proposal proved itself',
  'proposal.reverted': 'A proposal made things worse and was undone',
  'proposal.regressed': 'A proposal made things worse; its undo waits for people',
  'proposal.ended': 'A proposal ended',
};

/** The headline of an audit entry in a timeline. An attempt that was refused or failed says so. */
export function entryTitle(action: EventName, outcome: AuditEntry['outcome']): string {
  if (outcome === 'done') return TITLES[action];
  return `${TITLES[action]} (${outcome})`;
}

const HELD: Readonly<Partial<Record<ScalingOutcome, string>>> = {
  HELD_IN_TOLERANCE: 'load is near its target',
  HELD_COOLDOWN: 'cooling down',
  HELD_STABILISING: 'waiting for the load to settle',
  HELD_DEPLOYING: 'a deployment is in flight',
  HELD_NO_DATA: 'there is no data',
  AT_MIN: 'it is at its minimum',
  BLOCKED_BY_CEILING: 'it is at its limit',
  BLOCKED_BY_POLICY: 'a policy forbids more',
  CONFLICT: 'another writer was first',
};

/** The headline of a scaling decision, e.g. `Scaled out from 2 to 3 tasks`. */
export function decisionTitle({ outcome, from, to, want }: Decision): string {
  if (outcome === 'SCALED_OUT') return `Scaled out from ${from} to ${plural(to, 'task')}`;
  if (outcome === 'SCALED_IN') return `Scaled in from ${from} to ${plural(to, 'task')}`;
  const count = outcome === 'BLOCKED_BY_CEILING' ? `wants ${want}` : `stays at ${plural(to, 'task')}`;
  return `Not scaled, ${count}: ${HELD[outcome] ?? outcome}`;
}
