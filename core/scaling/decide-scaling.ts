import type { ScalingOutcome } from '../contract/scaling.ts';
import type { ScalingMemory } from '../contract/service.ts';
import { formatSpan, plural } from '../format.ts';
import { explainNeed, explainSeen, inEdge, leadingWant, outEdge } from './explain-decision.ts';
import { GROWTH, mostTasksNow } from './limits.ts';
import { scaleIn } from './scale-in-guard.ts';
import { nextMemory } from './scaling-memory.ts';
import type { ScalingRule, ScalingSeen, ScalingSituation, ScalingVerdict } from './scaling-situation.ts';
import { isKnown, type MetricWant, wantPerMetric } from './want-per-metric.ts';

/** How many tasks there shall be, why, why not otherwise, and what to remember for the next time. */
export interface ScalingDecision extends ScalingVerdict {
  readonly outcome: ScalingOutcome;
  readonly from: number;
  /** What the load asks for, whatever the bounds allow. */
  readonly want: number;
  readonly wants: readonly MetricWant[];
  readonly remember: ScalingMemory;
}

/**
 * Decides how many tasks a service shall have. Pure and total; `to` is always within the approved bounds.
 * The largest want of CPU, memory and latency wins. A count outside the bounds returns into them whatever else is
 * seen. Growing is allowed at any time, also during a deployment and a scale-in cooldown, up to twice the tasks or
 * four more a minute; shrinking only when CPU and memory are known and agree, and `scaleIn` lets it.
 *
 * | seen                               | bounds | outcome                                    |
 * |------------------------------------|--------|--------------------------------------------|
 * | CPU 88 % at 2, target 60 %         | 2..4   | SCALED_OUT to 3                            |
 * | CPU 95 % at 4                      | 2..4   | BLOCKED_BY_CEILING at 4, want 7            |
 * | CPU 95 % at 4                      | 2..7   | SCALED_OUT to 7                            |
 * | CPU 20 %, memory 30 % at 4         | 2..4   | SCALED_IN to 3 (want 2, one task a step)   |
 * | CPU 20 %, memory unknown at 4      | 2..4   | HELD_NO_DATA                               |
 */
export function decideScaling(rule: ScalingRule, seen: ScalingSeen): ScalingDecision {
  const wants = wantPerMetric(rule.targets, seen.load, seen.desired);
  const want = leadingWant(wants)?.want ?? seen.desired;
  const verdict = outsideBounds(rule, seen) ?? insideBounds({ rule, seen, wants, want });
  const decision = { ...verdict, from: seen.desired, want, wants };
  return { ...decision, remember: nextMemory(seen.remembered, seen.now, decision) };
}

function outsideBounds({ min, max }: ScalingRule, { desired }: ScalingSeen): ScalingVerdict | undefined {
  if (desired >= min && desired <= max) return undefined;
  const isBelow = desired < min;
  const to = isBelow ? min : max;
  return {
    outcome: isBelow ? 'SCALED_OUT' : 'SCALED_IN',
    to,
    rule: isBelow ? 'bounds.below-min' : 'bounds.above-max',
    because: `The count of ${desired} is outside the approved bounds of ${min} to ${max}: back to ${to}.`,
    whyNot: `It would stay at ${desired} if the bounds allowed that.`,
  };
}

function insideBounds(situation: ScalingSituation): ScalingVerdict {
  const { seen, want } = situation;
  const { cpu, memory, p95Ms } = seen.load;
  if (![cpu, memory, p95Ms].some(isKnown)) return noData(situation, 'data.none');
  if (want > seen.desired) return scaleOut(situation);
  return want < seen.desired ? scaleIn(situation) : hold(situation);
}

function scaleOut(situation: ScalingSituation): ScalingVerdict {
  const { rule, seen, want, wants } = situation;
  const most = mostTasksNow(seen.desired, seen.remembered.recentOuts, seen.now);
  const to = Math.min(want, rule.max, most);
  const need = explainNeed(situation);
  const metric = leadingWant(wants)?.metric ?? 'none';
  if (want > rule.max)
    return {
      outcome: 'BLOCKED_BY_CEILING',
      to,
      rule: `ceiling.${metric}`,
      because: `${need}; the approved maximum is ${rule.max}.`,
      whyNot: `It would go to ${want} if the maximum were at least ${want}; it would ask for nothing without ${outEdge(situation)}.`,
    };
  if (to === seen.desired) return growthSpent(situation);
  return {
    outcome: 'SCALED_OUT',
    to,
    rule: `out.${metric}`,
    because: `${need}: from ${seen.desired} to ${to}${to < want ? `, the most within ${GROWTH.windowSec} s` : ''}.`,
    whyNot: `It would stay without ${outEdge(situation)}.`,
  };
}

function growthSpent(situation: ScalingSituation): ScalingVerdict {
  return {
    outcome: 'HELD_COOLDOWN',
    to: situation.seen.desired,
    rule: 'out.rate-limit',
    because: `${explainNeed(situation)}, but it may at most double or add ${GROWTH.tasks} tasks within ${GROWTH.windowSec} s, and has.`,
    whyNot: `It would grow once ${GROWTH.windowSec} s have passed, if the load is still as high.`,
  };
}

function hold(situation: ScalingSituation): ScalingVerdict {
  const { seen, wants } = situation;
  if (wants.every((want) => want.kind === 'unknown' || want.kind === 'less'))
    return noData(situation, 'data.partial');
  const isMixed = wants.some((want) => want.kind === 'less');
  return {
    outcome: 'HELD_IN_TOLERANCE',
    to: seen.desired,
    rule: isMixed ? 'in.disagree' : 'tolerance',
    because: `${explainSeen(situation)}: it stays at ${plural(seen.desired, 'task')}${isMixed ? ', because not every metric allows fewer' : ''}.`,
    whyNot: `It would grow with ${outEdge(situation)}; it would shrink with ${inEdge(situation)}.`,
  };
}

function noData(situation: ScalingSituation, rule: 'data.none' | 'data.partial'): ScalingVerdict {
  return {
    outcome: 'HELD_NO_DATA',
    to: situation.seen.desired,
    rule,
    because: `${explainSeen(situation)}: without every metric of the last ${formatSpan(300)} nothing is taken away.`,
    whyNot: `It would grow with ${outEdge(situation)}; it would shrink with ${inEdge(situation)}, both known.`,
  };
}
