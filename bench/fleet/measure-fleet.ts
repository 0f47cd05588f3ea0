import { availableParallelism } from 'node:os';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import { readTraces, type Trace } from '../../adapters/embedded/workloads/traces.ts';
import { MstlForecaster } from '../../adapters/portable/mstl-forecaster.ts';
import { FARGATE_X86_US_EAST_1 } from '../../core/budget/prices.ts';
import type { MetricSeries } from '../../core/contract/monitoring.ts';
import type { Service } from '../../core/contract/service.ts';
import { proposeFor } from '../../core/optimizer/propose-for.ts';
import type { Metrics } from '../../core/ports.ts';
import { MS } from '../../core/units.ts';
import { type BenchService, benchService } from './fleet-history.ts';

/** What the bench prints. */
export interface FleetFigures {
  readonly services: number;
  readonly days: number;
  readonly source: string;
  readonly seconds: number;
  /** Of one core; what else runs on the machine is not in it. */
  readonly cpuSeconds: number;
  readonly cores: number;
  readonly peakMemoryMb: number;
  readonly tookMs: { readonly p50: number; readonly p95: number; readonly slowest: number };
  readonly byClass: Readonly<Record<string, number>>;
}

const NOW = new Date('2026-11-23T02:00:00.000Z');

/**
 * A night over `services` services: history cleaned, demand rebuilt, forecast, limits searched by replay, proposal
 * explained. Making up the history beforehand does not count; writing the proposals is the store's business.
 */
export async function measureFleet(wish: {
  readonly services: number;
  readonly traces?: string | undefined;
}): Promise<FleetFigures> {
  const traces = wish.traces === undefined ? [] : (await readTraces(wish.traces)).traces;
  const ports = await portsFor();
  const took: number[] = [];
  const byClass: Record<string, number> = {};
  let peak = 0;
  let cpuMicroSec = 0;
  for (let n = 0; n < wish.services; n += 1) {
    const made = benchService(n, NOW.getTime(), traces);
    const begun = performance.now();
    const cpu = process.cpuUsage();
    const { class: kind } = await proposeFor({ ...ports, metrics: metricsOf(made) }, serviceOf(made));
    took.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(cpu);
    cpuMicroSec += user + system;
    byClass[kind] = (byClass[kind] ?? 0) + 1;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  return {
    services: wish.services,
    days: 14,
    source: sourceOf(traces),
    ...summary(took),
    cpuSeconds: Math.round(cpuMicroSec / 10_000) / 100,
    cores: availableParallelism(),
    peakMemoryMb: Math.round(peak / 2 ** 20),
    byClass,
  };
}

function sourceOf(traces: readonly Trace[]): string {
  return traces.length === 0 ? 'generated' : `${traces.length} recordings`;
}

function summary(took: readonly number[]): Pick<FleetFigures, 'seconds' | 'tookMs'> {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (q: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) * 10) / 10;
  const seconds = Math.round(took.reduce((sum, ms) => sum + ms, 0) / 10) / 100;
  return { seconds, tookMs: { p50: at(0.5), p95: at(0.95), slowest: at(1) } };
}

async function portsFor() {
  return {
    store: await openLevelStore({ location: 'memory' }),
    clock: { now: () => NOW },
    prices: { current: () => FARGATE_X86_US_EAST_1 },
    forecaster: new MstlForecaster(),
  };
}

function metricsOf({ series }: BenchService): Metrics {
  return {
    read: async ({ metrics }) => series.filter(({ metric }: MetricSeries) => metrics.includes(metric)),
  };
}

function serviceOf({ spec }: BenchService): Service {
  const at = new Date(NOW.getTime() - 30 * MS.day).toISOString();
  return {
    name: spec.name,
    program: spec.program,
    spec,
    revision: 1,
    nextRevision: 2,
    succeededRevisions: [1],
    generation: 1,
    desiredCount: spec.replicas.min,
    appliedCount: spec.replicas.min,
    bounds: spec.replicas,
    status: 'HEALTHY',
    statusReason: 'All tasks are healthy.',
    drift: [],
    scaling: { recentWants: [] },
    alarms: {},
    lastChangeId: '01JD0000000000000000000000',
    createdBy: { sub: 'bench', kind: 'ci' },
    createdAt: at,
    updatedAt: at,
    deployedAt: at,
    version: 1,
  };
}
