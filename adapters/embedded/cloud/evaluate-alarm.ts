import type { AlarmState } from '../../../core/contract/monitoring.ts';
import type { AlarmRule } from '../../../core/ports.ts';

/** Periods looked at beyond the evaluation periods when data is missing. */
export const EXTRA_PERIODS = 2;

/**
 * The state of an alarm that treats missing data as missing. `newestFirst` are the values of its last
 * `evaluationPeriods + EXTRA_PERIODS` periods, NaN where there is none.
 *
 * ALARM when `datapointsToAlarm` of the newest `evaluationPeriods` known values breach, or, where fewer are known, when
 * a breach that many periods old is followed by nothing but breaches and gaps; INSUFFICIENT_DATA when nothing is
 * known; else OK. Source: Amazon CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data".
 *
 * | above 1, 2 of 3, oldest first | 0 2 2 | 0 0 2 | 2 2 0 | - 2 - | - - 2 | - - - |
 * | state                         | ALARM | OK    | ALARM | ALARM | OK    | INSUF |
 */
export function evaluateAlarm(rule: AlarmRule, newestFirst: readonly number[]): AlarmState {
  const known = newestFirst.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return 'INSUFFICIENT_DATA';
  const newestKnown = known.slice(0, rule.evaluationPeriods);
  const breaching = newestKnown.filter((value) => breaches(rule, value)).length;
  if (breaching >= rule.datapointsToAlarm) return 'ALARM';
  const isGappy = known.length < rule.evaluationPeriods;
  return isGappy && isSteadyBreach(rule, newestFirst) ? 'ALARM' : 'OK';
}

function breaches(rule: AlarmRule, value: number): boolean {
  return rule.comparison === 'above' ? value > rule.threshold : value < rule.threshold;
}

/** Nothing but breaches and gaps since a breach that lies at least `datapointsToAlarm` periods back. */
function isSteadyBreach(rule: AlarmRule, newestFirst: readonly number[]): boolean {
  let oldestBreach = -1;
  for (const [age, value] of newestFirst.entries()) {
    if (Number.isNaN(value)) continue;
    if (!breaches(rule, value)) break;
    oldestBreach = age;
  }
  return oldestBreach + 1 >= rule.datapointsToAlarm;
}
