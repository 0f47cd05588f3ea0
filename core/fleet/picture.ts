import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { EventName } from '../contract/events.ts';
import type { Budget, PriceTable } from '../contract/money.ts';
import type { Decision } from '../contract/scaling.ts';
import type { Deployment, Revision, Service } from '../contract/service.ts';
import type { ObservedDeployment, ObservedService } from './compute.ts';

/** The records that a reconcile may alter. */
export interface Records {
  readonly service: Service;
  /** The deployment in flight, or the one that has just ended in this decision. */
  readonly deployment: Deployment | undefined;
  /** A deployment that waits for the one in flight. */
  readonly queued: Deployment | undefined;
  /** The Changes of both deployments, and every other Change of the service that has not ended. */
  readonly changes: readonly Change[];
  /** The promotion that `deployment` asks for, and the approvals of `changes`. */
  readonly approvals: readonly Approval[];
  readonly revisions: readonly Revision[];
  readonly budget: Budget | undefined;
}

/** Everything a reconcile looks at, read at one time. */
export interface Picture {
  readonly now: string;
  readonly records: Records;
  /** The newest deployment that has ended, while none is in flight: its cause stays in the status. */
  readonly last: Deployment | undefined;
  readonly observed: ObservedService;
  /** Whether the alarms are others than the service needs; a service that retires needs none. */
  readonly alarmsDiffer: boolean;
  /** Part of alarm names. */
  readonly environment: string;
  readonly prices: PriceTable;
  readonly features: { readonly pauseHooks: boolean; readonly stopDeployment: boolean };
  /** Ids for what this decision may create. */
  readonly fresh: { readonly approvalId: string; readonly decisionId: string };
}

/** A fact worth an audit entry and an event. */
export interface Happening {
  readonly action: EventName;
  readonly reason: string;
  readonly outcome?: 'done' | 'failed';
  /** `service/<name>` unless told. */
  readonly stream?: string;
  readonly target?: string;
  readonly changeId?: string | undefined;
  readonly approvalId?: string | undefined;
  readonly decisionId?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The records as they shall be next, and what there is to tell. Each step of a decision hands one to the next step. */
export interface Draft extends Records {
  readonly decisions: readonly Decision[];
  readonly forgotten: readonly Revision[];
  readonly happenings: readonly Happening[];
}

/** Where a decision starts: the records as they are. */
export function draftOf(picture: Picture): Draft {
  return { ...picture.records, decisions: [], forgotten: [], happenings: [] };
}

/** `draft` with one more thing to tell. */
export function tell(draft: Draft, ...happenings: readonly Happening[]): Draft {
  return { ...draft, happenings: [...draft.happenings, ...happenings] };
}

/** `draft` with `change` in the place of its former version. */
export function withChange(draft: Draft, change: Change): Draft {
  return { ...draft, changes: draft.changes.map((one) => (one.id === change.id ? change : one)) };
}

/** `draft` with `approval` in the place of its former version, or added. */
export function withApproval(draft: Draft, approval: Approval): Draft {
  return { ...draft, approvals: [...draft.approvals.filter(({ id }) => id !== approval.id), approval] };
}

/** The revision with this number. */
export function revisionOf({ revisions }: Records, number: number | undefined): Revision | undefined {
  return revisions.find((revision) => revision.number === number);
}

/** The revision that shall run. */
export function targetOf(records: Records): Revision | undefined {
  return revisionOf(records, records.service.revision);
}

/** The Change that `deployment` carries out. */
export function changeOf({ changes, deployment }: Records): Change | undefined {
  return changes.find(({ id }) => id === deployment?.changeId);
}

const ENDED = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'CANCELLED', 'SUPERSEDED'];

/** Whether a deployment moves, waits or goes back; one that has ended or has not begun is not in flight. */
export function isInFlight(deployment: Deployment | undefined): deployment is Deployment {
  return deployment !== undefined && !ENDED.includes(deployment.status) && deployment.status !== 'QUEUED';
}

const ACTIVE: readonly ObservedDeployment['status'][] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/** Whether the platform is still at work on a rollout. */
export function isActive(rollout: ObservedDeployment | undefined): boolean {
  return rollout !== undefined && ACTIVE.includes(rollout.status);
}

/** Whether the service shall run: neither retired nor about to be. */
export function isLive({ status }: Service): boolean {
  return status !== 'RETIRING' && status !== 'RETIRED';
}

/** Whether nothing runs because the first rollout failed, or the first since the service was restored. */
export function isStillborn({ service, deployment }: Records, { last, observed }: Picture): boolean {
  const before = deployment ?? last;
  const never = service.succeededRevisions.length === 0;
  const failed = before?.status === 'FAILED' && before.fromRevision === undefined;
  return !isInFlight(deployment) && healthyTasks(observed) === 0 && (never || failed);
}

/** Healthy tasks, of one content or of all. */
export function healthyTasks(observed: ObservedService, contentHash?: string): number {
  if (observed.kind === 'missing') return 0;
  if (contentHash !== undefined) return observed.healthyByContent[contentHash] ?? 0;
  return Object.values(observed.healthyByContent).reduce((sum, count) => sum + count, 0);
}
