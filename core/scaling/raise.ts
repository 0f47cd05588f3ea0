import type { Change } from '../contract/change.ts';
import type { ScalingMemory } from '../contract/service.ts';
import { OPEN_CHANGE } from '../store/records/changes.ts';
import { secondsBetween } from '../units.ts';
import type { ScalingDecision } from './decide-scaling.ts';

/** How long a refusal of as much or more stands before people are asked again: as long as such an approval is open. */
const REFUSAL_SEC = 4 * 3_600;

/**
 * How long a service must want more than its maximum before people are asked: until every minute that is averaged
 * shows the need, so that they are asked for what is needed and not for half of a rise, nor for a moment's peak.
 */
const LASTING_SEC = 120;

/** Within this time of somebody starting to ask, nobody else asks. */
const ASKING_SEC = 60;

/** Whether this Change is a raise of the scaler that has not ended. */
export function isOpenRaise({ requestedBy, intent, status }: Change): boolean {
  return requestedBy.kind === 'scaler' && intent.kind === 'bounds' && OPEN_CHANGE.includes(status);
}

/** The memory once the raise that it knows of has ended: done, refused or failed. A failed one counts as refused. */
export function forgetEndedRaise(memory: ScalingMemory, raise: Change | undefined): ScalingMemory {
  if (memory.openRaiseChangeId === undefined || (raise && isOpenRaise(raise))) return memory;
  const { openRaiseChangeId: _, ...rest } = memory;
  if (raise?.status !== 'FAILED' || raise.intent.kind !== 'bounds') return rest;
  return { ...rest, lastRefusal: { at: raise.updatedAt, max: raise.intent.replicas.max } };
}

/**
 * Whether people are to be asked for a higher maximum: the need has lasted two minutes, no such question is open or
 * being asked, and nobody refused as much within the last four hours.
 */
export function isRaiseDue(memory: ScalingMemory, want: number, now: string): boolean {
  if (memory.openRaiseChangeId !== undefined || !hasLasted(memory, now)) return false;
  const isAsking = memory.raiseAskedAt !== undefined && secondsBetween(memory.raiseAskedAt, now) < ASKING_SEC;
  return !isAsking && !isRefused(memory, want, now);
}

function hasLasted({ atLimitSince }: ScalingMemory, now: string): boolean {
  return atLimitSince !== undefined && secondsBetween(atLimitSince, now) >= LASTING_SEC;
}

/** The decision with the name of what blocks it: a policy, where one refused as much within the last four hours. */
export function blockedByPolicy(
  decision: ScalingDecision,
  memory: ScalingMemory,
  now: string,
): ScalingDecision {
  if (decision.outcome !== 'BLOCKED_BY_CEILING') return decision;
  if (memory.lastRefusal?.by !== 'policy' || !isRefused(memory, decision.want, now)) return decision;
  return { ...decision, ...policyWords(decision) };
}

/** How a decision reads when a policy forbids the raise that it needs. */
export function policyWords({ because, want }: Pick<ScalingDecision, 'because' | 'want'>) {
  return {
    outcome: 'BLOCKED_BY_POLICY',
    rule: 'ceiling.policy',
    because: `${because} A policy forbids to raise it.`,
    whyNot: `It would go to ${want} if the policy allowed a maximum of ${want}; it is asked again after 4 hours.`,
  } as const;
}

function isRefused({ lastRefusal }: ScalingMemory, want: number, now: string): boolean {
  if (lastRefusal === undefined || lastRefusal.max < want) return false;
  return secondsBetween(lastRefusal.at, now) < REFUSAL_SEC;
}
