import type { Alarm } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import type { Replicas, ServiceSpec } from '../contract/service-spec.ts';
import { digestOf } from '../digest.ts';
import type { AlarmRule } from '../ports.ts';
import { remembered } from '../remembered.ts';
import { alarmRulesFor } from '../scaling/alarm-rules-for.ts';
import { type Draft, isLive, type Picture } from './picture.ts';

/** The digest of the alarm rules that the service needs now. */
export function alarmRulesDigest(service: Service): string {
  return digestFor(service.spec)(service.bounds);
}

/** Notes which alarm rules are in force, so that a later look without asking for them can tell. Pure. */
export function followAlarms(draft: Draft, { alarmsDiffer: differ }: Picture): Draft {
  if (differ || !isLive(draft.service)) return draft;
  return { ...draft, service: { ...draft.service, alarmRules: alarmRulesDigest(draft.service) } };
}

/** Whether the alarms that exist are others than the service needs; one that retires needs none. Pure. */
export function alarmsDiffer(service: Service, existing: readonly Alarm[]): boolean {
  const wanted = isLive(service) ? fingerprintFor(service.spec)(service.bounds) : NO_RULES;
  return wanted !== fingerprint(existing);
}

/** The tick asks this of every service each minute; the rules follow from the spec and the bounds alone. */
const fingerprintFor = remembered((spec: ServiceSpec) =>
  remembered((bounds: Replicas) => fingerprint(alarmRulesFor({ spec, bounds }))),
);

const digestFor = remembered((spec: ServiceSpec) =>
  remembered((bounds: Replicas) => digestOf(fingerprintFor(spec)(bounds))),
);

/** The canonical JSON of each rule: its fields stand in the order of their names, so that nothing must be sorted. */
function fingerprint(rules: readonly AlarmRule[]): string {
  const facts = rules.map(
    ({ comparison, datapointsToAlarm, evaluationPeriods, kind, metric, periodSec, threshold }) =>
      JSON.stringify({
        comparison,
        datapointsToAlarm,
        evaluationPeriods,
        kind,
        metric,
        periodSec,
        threshold,
      }),
  );
  return facts.sort().join('\n');
}

const NO_RULES = fingerprint([]);
