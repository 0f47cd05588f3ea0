import type { MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { type Alarm, AlarmState, MetricName } from '../../core/contract/monitoring.ts';
import { alarmName, parseAlarmName } from '../../core/monitoring/alarm-name.ts';
import type { AlarmRule } from '../../core/ports.ts';
import { isCount, type MetricPlace, type MetricSource, sourceOf } from './cloudwatch-sources.ts';

const COMPARISONS = { above: 'GreaterThanThreshold', below: 'LessThanThreshold' } as const;

/** Where the rule's own metric is written down: CloudWatch's names do not tell p50 from p95 by themselves. */
const MARK = /\[hms metric (\w+)\]$/;

/**
 * The alarm that CloudWatch is to keep for a rule. Thresholds are in CloudWatch's units; counts a minute become counts a
 * period. Missing data is missing: no data is its own state, never green. Pure.
 */
export function putAlarmInput(
  place: MetricPlace,
  service: string,
  rule: AlarmRule,
): PutMetricAlarmCommandInput {
  const source = sourceOf(place, service, rule.metric);
  const statistic = source.stat.startsWith('p')
    ? { ExtendedStatistic: source.stat }
    : STATISTICS[source.stat];
  return {
    AlarmName: alarmName({ environment: place.environment, service, kind: rule.kind }),
    AlarmDescription: `${rule.kind} of ${service}; decided on by the control plane. [hms metric ${rule.metric}]`,
    Namespace: source.namespace,
    MetricName: source.metricName,
    Dimensions: [...source.dimensions],
    ...statistic,
    Period: rule.periodSec,
    EvaluationPeriods: rule.evaluationPeriods,
    DatapointsToAlarm: rule.datapointsToAlarm,
    Threshold: toTheirs(rule, source),
    ComparisonOperator: COMPARISONS[rule.comparison],
    TreatMissingData: 'missing',
  };
}

const STATISTICS: Readonly<Record<string, { readonly Statistic: 'Average' | 'Sum' }>> = {
  Average: { Statistic: 'Average' },
  Sum: { Statistic: 'Sum' },
};

/** The alarm of ours that CloudWatch holds; undefined for one that is not ours, or that a hand made unreadable. Pure. */
export function alarmIn(found: MetricAlarm): Alarm | undefined {
  const address = parseAlarmName(found.AlarmName ?? '');
  const metric = MetricName.safeParse(MARK.exec(found.AlarmDescription ?? '')?.[1]);
  if (!address || !metric.success) return undefined;
  const rule = ruleIn(found);
  const source = sourceOf({ environment: address.environment, cluster: '' }, address.service, metric.data);
  return {
    name: found.AlarmName ?? '',
    service: address.service,
    kind: address.kind,
    metric: metric.data,
    ...rule,
    threshold: toOurs(found.Threshold ?? 0, rule, source),
    ...stateIn(found),
  };
}

function ruleIn({ ComparisonOperator, Period = 60, DatapointsToAlarm, EvaluationPeriods = 1 }: MetricAlarm) {
  return {
    comparison: ComparisonOperator === COMPARISONS.below ? ('below' as const) : ('above' as const),
    periodSec: Period,
    datapointsToAlarm: DatapointsToAlarm ?? EvaluationPeriods,
    evaluationPeriods: EvaluationPeriods,
  };
}

function stateIn({ StateValue, StateTransitionedTimestamp, StateUpdatedTimestamp }: MetricAlarm) {
  const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp ?? new Date(0);
  return {
    state: AlarmState.safeParse(StateValue).data ?? ('INSUFFICIENT_DATA' as const),
    stateSince: since.toISOString(),
  };
}

/**
 * Whether CloudWatch holds what `wanted` asks for, as far as the alarm's behaviour goes. What is not wanted is not looked
 * at: of `Statistic` and `ExtendedStatistic` an alarm has one. Pure.
 */
export function isSameAlarm(found: MetricAlarm, wanted: PutMetricAlarmCommandInput): boolean {
  return FIELDS.filter((field) => wanted[field] !== undefined).every(
    (field) => JSON.stringify(sorted(found[field])) === JSON.stringify(sorted(wanted[field])),
  );
}

const FIELDS = [
  'AlarmName',
  'AlarmDescription',
  'Namespace',
  'MetricName',
  'Dimensions',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
] as const;

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? null;
  return value.map((one) => JSON.stringify(one)).sort();
}

function toTheirs({ threshold, periodSec }: AlarmRule, source: MetricSource): number {
  return precise((threshold / source.factor) * (isCount(source) ? periodSec / 60 : 1));
}

function toOurs(
  threshold: number,
  { periodSec }: Pick<AlarmRule, 'periodSec'>,
  source: MetricSource,
): number {
  return precise((threshold * source.factor) / (isCount(source) ? periodSec / 60 : 1));
}

/** Without the last digits that binary fractions add. */
function precise(value: number): number {
  return Number(value.toPrecision(12));
}
