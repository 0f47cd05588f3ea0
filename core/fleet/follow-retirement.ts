import type { Deployment } from '../contract/service.ts';
import { type Draft, isInFlight, type Picture, tell } from './picture.ts';
import { promotionOf, settleApproval } from './promotion.ts';
import { settleWithApproval } from './settle.ts';

const REASON = 'The service was retired.';

/**
 * Leads a service that retires to RETIRED: whatever was being deployed ends, and once the platform neither knows the
 * service nor keeps alarms for it, it is retired. Its history stays. Pure.
 */
export function followRetirement(draft: Draft, picture: Picture): Draft {
  if (draft.service.status !== 'RETIRING') return draft;
  const ended = endQueued(endInFlight(draft, picture), picture);
  const { observed, alarmsDiffer } = picture;
  return observed.kind === 'missing' && !alarmsDiffer ? retired(ended, picture) : ended;
}

function endInFlight(draft: Draft, { now: at }: Picture): Draft {
  if (!isInFlight(draft.deployment)) return draft;
  const promotion = promotionOf(draft);
  const closed =
    promotion?.status === 'PENDING'
      ? settleApproval(draft, promotion, { status: 'CANCELLED', reason: REASON, at })
      : draft;
  const deployment = cancelled(draft.deployment, at);
  const service = { ...draft.service, deploymentId: undefined };
  return settleWithApproval({ ...closed, deployment, service }, deployment.changeId, {
    status: 'SUPERSEDED',
    reason: REASON,
    at,
  });
}

function endQueued(draft: Draft, { now: at }: Picture): Draft {
  if (draft.queued?.status !== 'QUEUED') return draft;
  const queued = cancelled(draft.queued, at);
  const service = { ...draft.service, queuedDeploymentId: undefined };
  return settleWithApproval({ ...draft, queued, service }, queued.changeId, {
    status: 'SUPERSEDED',
    reason: REASON,
    at,
  });
}

function cancelled(deployment: Deployment, endedAt: string): Deployment {
  return { ...deployment, status: 'CANCELLED', statusReason: REASON, waitingSince: undefined, endedAt };
}

function retired(draft: Draft, { now: at }: Picture): Draft {
  const change = draft.changes.find(({ kind, status }) => kind === 'retire' && status === 'EXECUTING');
  const service = {
    ...draft.service,
    status: 'RETIRED',
    statusReason: 'It was drained and removed; its history is kept.',
    desiredCount: 0,
    appliedCount: 0,
    drift: [],
    driftedContent: undefined,
    alarms: {},
    retiredAt: at,
    updatedAt: at,
  } as const;
  const told = tell(
    { ...draft, service },
    { action: 'service.retired', reason: service.statusReason, changeId: change?.id },
  );
  return change
    ? settleWithApproval(told, change.id, { status: 'DONE', reason: service.statusReason, at })
    : told;
}
