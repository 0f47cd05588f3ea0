import { FARGATE_X86_US_EAST_1 } from '../../../core/budget/prices.ts';
import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import { ServiceSpec, type ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import { memoryNeedMiB } from '../../../core/optimizer/candidates.ts';
import { type Demand, rebuildDemand } from '../../../core/optimizer/demand.ts';
import { cleanHistory, HISTORY, HISTORY_METRICS, type History } from '../../../core/optimizer/history.ts';
import { limitsOf } from '../../../core/optimizer/limits.ts';
import type { SearchInput } from '../../../core/optimizer/search.ts';
import { type Track, trackOf } from '../../../core/optimizer/track.ts';
import { MS } from '../../../core/units.ts';

/** The night of all these tests. */
export const NIGHT = Date.parse('2026-11-23T02:00:00.000Z');

export const SPEC: ServiceSpecInput = {
  name: 'ai-recommender',
  image: 'govlab/ai-recommender:v1',
  cpuUnits: 1_024,
  memoryMiB: 4_096,
  replicas: { min: 2, max: 4 },
};

/** A forecaster that has no opinion, so that only the plain methods compete. */
export const silent = { forecast: async () => undefined };

/** What was measured of a service that took `work(step)` vCPU, with the tasks it needed. */
export function seriesOf(
  wish: { readonly days?: number; readonly work: (step: number) => number; readonly memoryMiB?: number },
  spec: ServiceSpec = ServiceSpec.parse(SPEC),
): readonly MetricSeries[] {
  const steps = ((wish.days ?? 14) * 86_400) / HISTORY.stepSec;
  const vcpu = spec.cpuUnits / 1_024;
  const rows = Array.from({ length: steps }, (_, step) => {
    const work = wish.work(step);
    const need = Math.ceil(work / (0.6 * vcpu));
    const running = Math.min(spec.replicas.max, Math.max(spec.replicas.min, need));
    return { at: atStep(step - steps), running, work };
  });
  const pick: Readonly<Record<(typeof HISTORY_METRICS)[number], (row: (typeof rows)[number]) => number>> = {
    cpu: ({ work, running }) => Math.min(1, (work / running + 0.01) / vcpu),
    memory: () => (wish.memoryMiB ?? 1_000) / spec.memoryMiB,
    running: ({ running }) => running,
    requests: ({ work }) => (work / 0.04) * 60,
    p95Ms: () => 250,
    errors5xx: () => 0,
    restarts: () => 0,
  };
  return HISTORY_METRICS.map((metric) =>
    seriesNamed(
      metric,
      rows.map((row) => ({ at: row.at, value: pick[metric](row) })),
    ),
  );
}

export function seriesNamed(metric: MetricName, points: MetricSeries['points']): MetricSeries {
  return { service: 'ai-recommender', metric, unit: '', periodSec: HISTORY.stepSec, points };
}

/** The instant of a step, counted from the night. */
export function atStep(step: number): string {
  return new Date(NIGHT + step * HISTORY.stepSec * MS.second).toISOString();
}

export function historyOf(series: readonly MetricSeries[]): History {
  return cleanHistory(series, { fromMs: NIGHT - HISTORY.days * MS.day, toMs: NIGHT });
}

export function demandOf(
  series: readonly MetricSeries[],
  spec: ServiceSpec = ServiceSpec.parse(SPEC),
): Demand {
  return rebuildDemand(historyOf(series), () => spec);
}

/** Everything a search needs, from what was measured. */
export async function searchInput(
  series: readonly MetricSeries[],
  spec: ServiceSpec = ServiceSpec.parse(SPEC),
): Promise<SearchInput & { readonly demand: Demand; readonly track: Track }> {
  const demand = demandOf(series, spec);
  return {
    before: limitsOf({ spec, bounds: spec.replicas }),
    spec,
    prices: FARGATE_X86_US_EAST_1,
    needMiB: memoryNeedMiB(demand),
    blocked: [],
    demand,
    track: await trackOf(demand, silent),
  };
}

/** A day's wave between `low` and `high`. */
export function wave(low: number, high: number): (step: number) => number {
  return (step) => low + ((high - low) * (1 + Math.sin((2 * Math.PI * step) / 288))) / 2;
}
