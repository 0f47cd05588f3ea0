import { ACTORS } from '../actors.ts';
import { clampDecision } from '../scaling/clamp-decision.ts';
import { clamp } from '../units.ts';
import type { ObservedService } from './compute.ts';
import { type Draft, isLive, type Picture, tell } from './picture.ts';

type Present = Extract<ObservedService, { kind: 'present' }>;

/** Whose value the platform's desired count is. */
export type CountOwner = 'as wanted' | 'ours, to be set' | 'adoptable' | 'drifted';

/**
 * Tells whose the platform's desired count is: what we want; what we set before (or set and could not note down);
 * what somebody else set inside the approved bounds, or outside of them. Pure.
 */
export function countOwner({ service }: Pick<Draft, 'service'>, observed: Present): CountOwner {
  const { desiredCount, appliedCount, bounds } = service;
  if (observed.desiredCount === desiredCount) return 'as wanted';
  if (observed.desiredCount === appliedCount) return 'ours, to be set';
  if (observed.setBy.desiredCount === ACTORS.scaler.sub) return 'ours, to be set';
  const inside = observed.desiredCount >= bounds.min && observed.desiredCount <= bounds.max;
  return inside ? 'adoptable' : 'drifted';
}

/** Notes what the platform accepted from us, keeps the count inside its bounds, and takes over what others set inside. */
export function followCount(draft: Draft, picture: Picture): Draft {
  const { observed } = picture;
  if (!isLive(draft.service)) return draft;
  const bounded = insideBounds(draft, picture);
  if (observed.kind === 'missing' || observed.status !== 'ACTIVE') return bounded;
  switch (countOwner(bounded, observed)) {
    case 'as wanted':
      return applied(bounded, observed.desiredCount);
    case 'adoptable':
      return adopt(bounded, picture, observed);
    default:
      return bounded;
  }
}

function applied(draft: Draft, appliedCount: number): Draft {
  return { ...draft, service: { ...draft.service, appliedCount } };
}

/** A count outside its bounds can only be left over from a crash or a bug; it is never sent. */
function insideBounds(draft: Draft, picture: Picture): Draft {
  const { service } = draft;
  const desiredCount = clamp(service.desiredCount, service.bounds.min, service.bounds.max);
  if (desiredCount === service.desiredCount) return draft;
  return decide(draft, picture, { desiredCount, appliedCount: service.appliedCount });
}

function adopt(draft: Draft, picture: Picture, observed: Present): Draft {
  const { desiredCount: count, setBy } = observed;
  const { min, max } = draft.service.bounds;
  const who = setBy.desiredCount === '' ? 'Somebody' : setBy.desiredCount;
  return decide(draft, picture, {
    desiredCount: count,
    appliedCount: count,
    rule: 'take over what was set by hand inside the bounds',
    because: `${who} set the task count to ${count}, which is inside ${min} to ${max}.`,
    whyNot: `It would be drift if ${count} were outside ${min} to ${max}.`,
  });
}

interface Count {
  readonly desiredCount: number;
  readonly appliedCount: number;
  readonly rule?: string;
  readonly because?: string;
  readonly whyNot?: string;
}

/** A task count that moves is a decision, with its own record. */
function decide(draft: Draft, { now: at, fresh }: Picture, count: Count): Draft {
  const { desiredCount, appliedCount, ...told } = count;
  const { service } = draft;
  const counted = { ...service, desiredCount, appliedCount, updatedAt: at };
  const changeId = service.lastChangeId;
  const id = fresh.decisionId;
  const moved = clampDecision({ id, before: service, after: counted, changeId, at, trigger: 'observed' });
  if (!moved) return draft;
  const decision = { ...moved, ...told };
  const cooled = decision.outcome === 'SCALED_OUT' ? { lastOutAt: at } : { lastInAt: at };
  const scaling = { ...service.scaling, ...cooled, lastDecisionId: id };
  return tell(
    { ...draft, service: { ...counted, scaling }, decisions: [...draft.decisions, decision] },
    {
      action: 'service.scaled',
      reason: decision.because,
      decisionId: id,
      detail: { from: decision.from, to: decision.to, outcome: decision.outcome },
    },
  );
}
