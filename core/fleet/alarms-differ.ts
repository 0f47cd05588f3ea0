import type { Alarm } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import { canonicalJson, digestOf } from '../digest.ts';
import type { AlarmRule } from '../ports.ts';
import { alarmRulesFor } from '../scaling/alarm-rules-for.ts';
import { type Draft, isLive, type Picture } from './picture.ts';

/** The digest of the alarm rules that the service needs now. */
export function alarmRulesDigest(service: Service): string {
  return digestOf(fingerprint(alarmRulesFor(service)));
}

/** Notes which alarm rules are in force, so that a later look without asking for them can tell. Pure. */
export function followAlarms(draft: Draft, { alarmsDiffer: differ }: Picture): Draft {
  if (differ || !isLive(draft.service)) return draft;
  return { ...draft, service: { ...draft.service, alarmRules: alarmRulesDigest(draft.service) } };
}

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
