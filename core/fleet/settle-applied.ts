import type { Change, DriftField } from '../contract/change.ts';
import type { Drift } from '../contract/service.ts';
import type { Replicas } from '../contract/service-spec.ts';
import type { Draft, Picture } from './picture.ts';
import { settleWithApproval } from './settle.ts';

/**
 * Ends the Changes that were applied without a deployment, once what they ask for holds on the platform: bounds as soon
 * as the task count is inside of them, an answer to drift when the drift is gone. A retirement ends with RETIRED. Pure.
 */
export function settleApplied(draft: Draft, picture: Picture): Draft {
  return draft.changes
    .filter((change) => isApplied(change, draft))
    .reduce((next, change) => settleOne(next, picture, change), draft);
}

const BEING_DONE: readonly Change['status'][] = ['EXECUTING', 'VERIFYING'];

function isApplied(change: Change, { deployment, queued }: Draft): boolean {
  const carried = change.id === deployment?.changeId || change.id === queued?.changeId;
  return !carried && change.kind !== 'retire' && BEING_DONE.includes(change.status);
}

function settleOne(draft: Draft, picture: Picture, change: Change): Draft {
  const reason = whatHolds(draft, picture, change);
  return reason === undefined
    ? draft
    : settleWithApproval(draft, change.id, { status: 'DONE', reason, at: picture.now });
}

/** What of `intent` holds by now, in plain words; undefined while it does not, or where it settles otherwise. */
function whatHolds(draft: Draft, { observed }: Picture, { intent }: Change): string | undefined {
  const { bounds, desiredCount, drift } = draft.service;
  const counted = observed.kind === 'present' && observed.desiredCount === desiredCount;
  switch (intent.kind) {
    case 'bounds':
      return isInside(desiredCount, bounds)
        ? `The bounds are ${bounds.min} to ${bounds.max} tasks.`
        : undefined;
    case 'drift':
      return counted && isGone(drift, intent.field) ? `${intent.field} is what it shall be.` : undefined;
    default:
      return observed.kind === 'present' ? 'The new values are in force.' : undefined;
  }
}

function isInside(count: number, { min, max }: Replicas): boolean {
  return count >= min && count <= max;
}

function isGone(drift: readonly Drift[], field: DriftField): boolean {
  return !drift.some((one) => one.field === field);
}
