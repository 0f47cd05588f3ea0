import type { AlarmKind } from '../contract/monitoring.ts';
import { formatSpan, plural } from '../format.ts';
import { secondsBetween } from '../units.ts';
import { explainNeed, outEdge } from './explain-decision.ts';
import { fewestTasksNow } from './limits.ts';
import { STABILISATION_SEC, wantsInWindow } from './scaling-memory.ts';
import type { ScalingSituation, ScalingVerdict } from './scaling-situation.ts';

/** Alarms of what users feel: while one is in ALARM nothing is taken away. */
const BARRING: readonly AlarmKind[] = ['p95-high', '5xx-high'];

type Held = Omit<ScalingVerdict, 'to'>;

/**
 * What becomes of a wish for fewer tasks. Held at the minimum, during a deployment (new tasks are warming up and
 * old ones draining, so utilization says little about what the new revision needs), while a latency or 5xx alarm
 * is in ALARM, and within a cooldown: `outSec` after an out, `inSec` after an in. Otherwise it goes down to the
 * largest want of the last 300 s, by at most 25 % or one task.
 */
export function scaleIn(situation: ScalingSituation): ScalingVerdict {
  const { desired } = situation.seen;
  const held =
    atMinimum(situation) ?? whileDeploying(situation) ?? whileAlarming(situation) ?? coolingDown(situation);
  return held === undefined ? stepIn(situation) : { ...held, to: desired };
}

function atMinimum(situation: ScalingSituation): Held | undefined {
  const { rule, seen } = situation;
  if (seen.desired > rule.min) return undefined;
  return {
    outcome: 'AT_MIN',
    rule: 'in.at-min',
    because: `${explainNeed(situation)}, but ${plural(rule.min, 'task')} is the approved minimum.`,
    whyNot: `It would go lower if the minimum were lower; it would grow with ${outEdge(situation)}.`,
  };
}

function whileDeploying(situation: ScalingSituation): Held | undefined {
  if (!situation.seen.deploying) return undefined;
  return {
    outcome: 'HELD_DEPLOYING',
    rule: 'in.deploying',
    because: `${explainNeed(situation)}, but a deployment is in flight and nothing is taken away during one.`,
    whyNot: 'It would scale in once the deployment has ended and the load is still as low.',
  };
}

function whileAlarming(situation: ScalingSituation): Held | undefined {
  const barring = situation.seen.alarms.filter((kind) => BARRING.includes(kind));
  if (barring.length === 0) return undefined;
  return {
    outcome: 'HELD_STABILISING',
    rule: 'in.alarm',
    because: `${explainNeed(situation)}, but ${barring.join(' and ')} is in ALARM.`,
    whyNot: `It would scale in once ${barring.join(' and ')} is OK and the load is still as low.`,
  };
}

function coolingDown(situation: ScalingSituation): Held | undefined {
  const { remembered, now } = situation.seen;
  const { outSec, inSec } = situation.rule.cooldowns;
  const leftSec = Math.max(
    secondsLeft(remembered.lastOutAt, outSec, now),
    secondsLeft(remembered.lastInAt, inSec, now),
  );
  if (leftSec <= 0) return undefined;
  return {
    outcome: 'HELD_COOLDOWN',
    rule: 'in.cooldown',
    because: `${explainNeed(situation)}, but the last change of the count is too recent.`,
    whyNot: `It would scale in after the cooldown ends in ${Math.ceil(leftSec)} s, if the load is still as low.`,
  };
}

function secondsLeft(since: string | undefined, cooldownSec: number, now: string): number {
  return since === undefined ? 0 : cooldownSec - secondsBetween(since, now);
}

function stepIn(situation: ScalingSituation): ScalingVerdict {
  const { rule, seen, want } = situation;
  const largest = Math.max(want, ...wantsInWindow(seen.remembered, seen.now).map((past) => past.want));
  if (largest >= seen.desired) return stabilising(situation, largest);
  const to = Math.max(largest, fewestTasksNow(seen.desired), rule.min);
  return {
    outcome: 'SCALED_IN',
    to,
    rule: 'in.step',
    because: `${explainNeed(situation)}: from ${seen.desired} to ${to}${limitInWords(want, to)}.`,
    whyNot: `It would grow with ${outEdge(situation)}.`,
  };
}

function limitInWords(want: number, to: number): string {
  return to > want ? ' (in small steps, no lower than the last minutes needed)' : '';
}

function stabilising(situation: ScalingSituation, largest: number): ScalingVerdict {
  return {
    outcome: 'HELD_STABILISING',
    to: situation.seen.desired,
    rule: 'in.stabilising',
    because: `${explainNeed(situation)}, but within the last ${formatSpan(STABILISATION_SEC)} ${plural(largest, 'task')} were needed.`,
    whyNot: `It would scale in after ${formatSpan(STABILISATION_SEC)} in which fewer than ${plural(situation.seen.desired, 'task')} were needed.`,
  };
}
