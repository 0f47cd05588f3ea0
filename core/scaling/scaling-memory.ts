import type { ScalingOutcome } from '../contract/scaling.ts';
import type { ScalingMemory } from '../contract/service.ts';
import { secondsBetween } from '../units.ts';
import { outsInWindow } from './limits.ts';

/** A scale-in goes no lower than the largest want of so many seconds. Source: scale-down stabilisation of the Kubernetes HPA. */
export const STABILISATION_SEC = 300;

/** What was wanted within the stabilisation window that ends at `now`, oldest first. */
export function wantsInWindow(memory: ScalingMemory, now: string): ScalingMemory['recentWants'] {
  return memory.recentWants.filter((seen) => secondsBetween(seen.at, now) <= STABILISATION_SEC);
}

/** What the scaler remembers after a decision: wants, outs and ins within their windows, and since when it is at its limit. */
export function nextMemory(
  memory: ScalingMemory,
  now: string,
  decision: {
    readonly outcome: ScalingOutcome;
    readonly from: number;
    readonly to: number;
    readonly want: number;
  },
): ScalingMemory {
  const { from, to, want } = decision;
  const { atLimitSince: _, ...rest } = memory;
  const outs = outsInWindow(memory.recentOuts, now);
  const atLimitSince = limitedSince(memory, now, decision.outcome);
  return {
    ...rest,
    recentWants: [...wantsInWindow(memory, now), { at: now, want }],
    recentOuts: to > from ? [...outs, { at: now, added: to - from }] : outs,
    ...(to > from && { lastOutAt: now }),
    ...(to < from && { lastInAt: now }),
    ...(atLimitSince !== undefined && { atLimitSince }),
  };
}

/** Without data a service is still taken to be where it was: unknown is not relief. */
function limitedSince(memory: ScalingMemory, now: string, outcome: ScalingOutcome): string | undefined {
  if (outcome === 'BLOCKED_BY_CEILING' || outcome === 'BLOCKED_BY_POLICY') return memory.atLimitSince ?? now;
  return outcome === 'HELD_NO_DATA' ? memory.atLimitSince : undefined;
}
