import type { Alarm } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import { canonicalJson } from '../digest.ts';
import type { AlarmRule } from '../ports.ts';
import { alarmRulesFor } from '../scaling/alarm-rules-for.ts';
import { isLive } from './picture.ts';

/** Whether the alarms that exist are others than the service needs; one that retires needs none. Pure. */
export function alarmsDiffer(service: Service, existing: readonly Alarm[]): boolean {
  const wanted = isLive(service) ? alarmRulesFor(service) : [];
  return fingerprint(wanted) !== fingerprint(existing);
}

function fingerprint(rules: readonly AlarmRule[]): string {
  const facts = rules.map((rule) => {
    const { kind, metric, comparison, threshold, periodSec, datapointsToAlarm, evaluationPeriods } = rule;
    return canonicalJson({
      kind,
      metric,
      comparison,
      threshold,
      periodSec,
      datapointsToAlarm,
      evaluationPeriods,
    });
  });
  return facts.sort().join('\n');
}
