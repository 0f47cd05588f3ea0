import type { ServiceStatus } from '../contract/lifecycle.ts';
import type { Deployment, Observed, Service } from '../contract/service.ts';
import { addSeconds, isBefore } from '../units.ts';
import { worstCause } from './cause-of-failure.ts';
import type { ObservedService } from './compute.ts';
import { fightWords } from './follow-drift.ts';
import {
  type Draft,
  healthyTasks,
  isActive,
  isInFlight,
  isStillborn,
  type Picture,
  targetOf,
  tell,
} from './picture.ts';

type Present = Extract<ObservedService, { kind: 'present' }>;

/** How a service is, in one word and in plain words. */
export interface StatusNow {
  readonly status: ServiceStatus;
  readonly reason: string;
}

/** Sets the service's status from what was observed, never from what was ordered. Pure. */
export function followStatus(draft: Draft, picture: Picture): Draft {
  const { service } = draft;
  const { status, reason } = statusOf(draft, picture);
  const observed = sightOf(picture);
  const next: Service = { ...service, status, statusReason: reason, observed };
  if (status === service.status) return { ...draft, service: next };
  const detail = { from: service.status, to: status };
  return tell({ ...draft, service: next }, { action: 'service.status-changed', reason, detail });
}

function sightOf({ observed, now }: Picture): Observed {
  if (observed.kind === 'missing')
    return { running: 0, healthy: 0, pending: 0, desired: 0, generation: 0, at: now };
  const { runningCount: running, pendingCount: pending, desiredCount: desired, generation } = observed;
  return { running, healthy: healthyTasks(observed), pending, desired, generation, at: now };
}

/** The status by observation: a deployment in flight first, then what runs. */
export function statusOf(draft: Draft, picture: Picture): StatusNow {
  const { service, deployment } = draft;
  if (service.status === 'RETIRED') return { status: 'RETIRED', reason: service.statusReason };
  if (service.status === 'RETIRING') return retiring(picture.observed);
  if (isInFlight(deployment)) return deploying(deployment);
  const last = deployment ?? picture.last;
  if (isStillborn(draft, picture)) return withFailure({ status: 'FAILED', reason: 'Nothing runs.' }, last);
  const now = picture.observed.kind === 'missing' ? GONE : running(draft, picture, picture.observed);
  return withFailure(now, last);
}

function retiring(observed: ObservedService): StatusNow {
  const left = observed.kind === 'missing' ? 0 : observed.runningCount + observed.pendingCount;
  const reason = left > 0 ? `It is being drained; tasks left: ${left}.` : 'It is drained and being removed.';
  return { status: 'RETIRING', reason };
}

function deploying(deployment: Deployment): StatusNow {
  const { status, revision, statusReason, fromRevision } = deployment;
  if (status === 'ROLLING_BACK') {
    const back = fromRevision === undefined ? 'is being stopped' : `goes back to revision ${fromRevision}`;
    return { status: 'ROLLING_BACK', reason: `Revision ${revision} ${back}: ${statusReason}` };
  }
  return { status: fromRevision === undefined ? 'CREATING' : 'DEPLOYING', reason: statusReason };
}

const GONE = {
  status: 'DEGRADED',
  reason: 'The platform does not know it any more; it is being created again.',
} as const;

/** A rollout failed and nothing was deployed since: its cause stays readable. */
function withFailure({ status, reason }: StatusNow, last: Deployment | undefined): StatusNow {
  if (last?.status === 'ROLLED_BACK')
    return { status, reason: `${reason} Revision ${last.revision} was rolled back: ${last.statusReason}` };
  if (last?.status === 'FAILED')
    return { status, reason: `${reason} Revision ${last.revision} failed: ${last.statusReason}` };
  return { status, reason };
}

function running(draft: Draft, picture: Picture, observed: Present): StatusNow {
  const { service } = draft;
  const healthy = healthyTasks(observed);
  const fight = service.drift.find((drift) => drift.fight);
  if (isActive(observed.deployment))
    return {
      status: 'DEPLOYING',
      reason: `The platform is rolling out tasks; ${tasks(healthy)} are healthy.`,
    };
  const short = shortage(draft, picture, observed);
  if (short !== undefined) return { status: 'DEGRADED', reason: short };
  if (fight) return { status: 'BLOCKED', reason: fightWords(fight) };
  const starting = observed.desiredCount - healthy;
  const more = starting > 0 ? ` ${starting} more to start.` : '';
  return { status: 'HEALTHY', reason: `${healthy} of ${tasks(observed.desiredCount)} run.${more}` };
}

/** So many tasks that ended by themselves in so long are a crash loop (spec, monitoring). */
const CRASHES = 3;
const CRASH_WINDOW_SEC = 600;

/** Why too few tasks run; undefined while enough run, or those of a scale-out are on their way. */
function shortage(draft: Draft, { now }: Picture, observed: Present): string | undefined {
  const { min } = draft.service.bounds;
  const healthy = healthyTasks(observed);
  if (healthy >= observed.desiredCount && healthy >= min) return undefined;
  const cause = recentCause(draft, observed, now);
  const because = cause ? ` ${cause.plain}` : '';
  const onTheWay = healthy >= min && observed.runningCount + observed.pendingCount >= observed.desiredCount;
  if (onTheWay && (cause?.times ?? 0) < CRASHES) return undefined;
  const want = Math.max(min, observed.desiredCount);
  return `Only ${healthy} of ${tasks(want)} run.${because}`;
}

function recentCause(draft: Draft, observed: Present, now: string) {
  const since = addSeconds(now, -CRASH_WINDOW_SEC);
  const recent = observed.stoppedTasks.filter(
    ({ stoppedAt, contentHash }) => contentHash === observed.contentHash && !isBefore(stoppedAt, since),
  );
  return worstCause(recent, targetOf(draft)?.content.image ?? '');
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}
