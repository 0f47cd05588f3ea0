import { METRIC_UNITS, type MetricName, type MetricSeries } from '../../../core/contract/monitoring.ts';
import type { Clock, Metrics } from '../../../core/ports.ts';
import { MS } from '../../../core/units.ts';
import { MetricStore, publishedEnd } from './metric-store.ts';

type ReadRequest = Parameters<Metrics['read']>[0];

/** Six digits: what 32-bit floats hold. */
const DIGITS = 6;

/** The metrics of all services. Periods are aligned to whole multiples of their length, as CloudWatch's are. */
export class SimulatedMetrics implements Metrics {
  private readonly stores = new Map<string, MetricStore>();

  constructor(private readonly clock: Clock) {}

  async read(request: ReadRequest): Promise<readonly MetricSeries[]> {
    const { service, metrics } = request;
    const periodSec = Math.max(60, Math.ceil(request.periodSec / 60) * 60);
    return metrics.map((metric) => ({
      service,
      metric,
      unit: METRIC_UNITS[metric],
      periodSec,
      points: this.points(metric, request, periodSec * MS.second),
    }));
  }

  /** The store of a service, made when it is first written to. */
  storeOf(service: string): MetricStore {
    const store = this.stores.get(service) ?? new MetricStore();
    this.stores.set(service, store);
    return store;
  }

  /** The store of a service, where anything was ever measured. */
  find(service: string): MetricStore | undefined {
    return this.stores.get(service);
  }

  /** Everything measured, compactly. */
  save() {
    return [...this.stores].map(([service, store]) => ({ service, ...store.save() }));
  }

  /** Replaces everything measured by what `save` gave. */
  load(saved: ReturnType<SimulatedMetrics['save']>): void {
    this.stores.clear();
    for (const { service, ...series } of saved) this.storeOf(service).load(series);
  }

  private points(metric: MetricName, { service, from, to }: ReadRequest, periodMs: number) {
    const store = this.stores.get(service);
    if (!store) return [];
    const nowMs = this.clock.now().getTime();
    const endMs = Math.min(to.getTime(), publishedEnd(nowMs) * MS.minute);
    const points: { at: string; value: number }[] = [];
    for (let atMs = Math.ceil(from.getTime() / periodMs) * periodMs; atMs < endMs; atMs += periodMs) {
      const value = store.mean(metric, { fromMs: atMs, toMs: atMs + periodMs, nowMs });
      if (!Number.isNaN(value))
        points.push({ at: new Date(atMs).toISOString(), value: Number(value.toPrecision(DIGITS)) });
    }
    return points;
  }
}
