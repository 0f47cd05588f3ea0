import type { Alarm, AlarmKind } from '../../../core/contract/monitoring.ts';
import { canonicalJson } from '../../../core/digest.ts';
import type { AlarmRule, Alarms } from '../../../core/ports.ts';
import { EXTRA_PERIODS, evaluateAlarm } from './evaluate-alarm.ts';
import type { MutationLog } from './mutation-log.ts';
import type { Scene } from './scene.ts';
import type { SimulatedMetrics } from './simulated-metrics.ts';

type EnsureRequest = Parameters<Alarms['ensure']>[0];

interface AlarmsParts {
  readonly scene: Scene;
  readonly metrics: SimulatedMetrics;
  readonly mutations: MutationLog;
  readonly environment: string;
}

/** CloudWatch's alarms: evaluated each minute on what is published, telling of changes of state only. */
export class SimulatedAlarms implements Alarms {
  private readonly byService = new Map<string, readonly Alarm[]>();

  constructor(private readonly parts: AlarmsParts) {}

  async ensure({ service, rules, cause }: EnsureRequest): Promise<void> {
    const before = this.of(service);
    const after = rules.map((rule) => this.alarmOf(service, rule, before));
    if (canonicalJson(byName(before)) === canonicalJson(byName(after))) return;
    this.set(service, after);
    const kinds = rules.map(({ kind }) => kind).sort();
    const call = kinds.length === 0 ? 'DeleteAlarms' : 'PutMetricAlarm';
    this.parts.mutations.add({ call, service, cause, detail: { kinds } });
  }

  async list(service: string): Promise<readonly Alarm[]> {
    return this.of(service);
  }

  async listAlarming(): Promise<readonly { readonly service: string; readonly kind: AlarmKind }[]> {
    return this.all()
      .filter(({ state }) => state === 'ALARM')
      .map(({ service, kind }) => ({ service, kind }));
  }

  /** Whether the alarm of this name is in ALARM. */
  isAlarming(name: string): boolean {
    return this.of(name.split('/').at(-2) ?? '').some(
      (alarm) => alarm.name === name && alarm.state === 'ALARM',
    );
  }

  /** Every alarm of every service. */
  all(): readonly Alarm[] {
    return [...this.byService.values()].flat();
  }

  /** Puts back what `all` gave. */
  load(alarms: readonly Alarm[]): void {
    this.byService.clear();
    for (const alarm of alarms) this.set(alarm.service, [...this.of(alarm.service), alarm]);
  }

  /** Evaluates every alarm on what is published now. */
  evaluate(): void {
    for (const [service, alarms] of this.byService) {
      const after = alarms.map((alarm) => this.evaluated(alarm));
      if (after.some((alarm, i) => alarm !== alarms[i])) this.set(service, after);
    }
  }

  private of(service: string): readonly Alarm[] {
    return this.byService.get(service) ?? [];
  }

  private set(service: string, alarms: readonly Alarm[]): void {
    if (alarms.length === 0) this.byService.delete(service);
    else this.byService.set(service, alarms);
  }

  /** An alarm keeps its state when its rule changes, until it is evaluated again, as in CloudWatch. */
  private alarmOf(service: string, rule: AlarmRule, before: readonly Alarm[]): Alarm {
    const known = before.find(({ kind }) => kind === rule.kind);
    return {
      name: `hms/${this.parts.environment}/${service}/${rule.kind}`,
      service,
      ...rule,
      state: known?.state ?? 'INSUFFICIENT_DATA',
      stateSince: known?.stateSince ?? this.now(),
    };
  }

  private evaluated(alarm: Alarm): Alarm {
    const state = evaluateAlarm(alarm, this.newestFirst(alarm));
    if (state === alarm.state) return alarm;
    const at = this.now();
    this.parts.scene.emit({ kind: 'alarm', service: alarm.service, alarmKind: alarm.kind, state, at });
    return { ...alarm, state, stateSince: at };
  }

  private newestFirst({ service, metric, periodSec, evaluationPeriods }: Alarm): readonly number[] {
    const periods = evaluationPeriods + EXTRA_PERIODS;
    const periodMin = Math.max(1, Math.round(periodSec / 60));
    const { nowMs } = this.parts.scene;
    return this.parts.metrics.find(service)?.newestFirst(metric, { periods, periodMin, nowMs }) ?? [];
  }

  private now(): string {
    return new Date(this.parts.scene.nowMs).toISOString();
  }
}

function byName(alarms: readonly Alarm[]): readonly Alarm[] {
  return [...alarms].sort((a, b) => (a.name < b.name ? -1 : 1));
}
