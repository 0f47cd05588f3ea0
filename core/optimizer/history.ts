import type { MetricName, MetricSeries } from '../contract/monitoring.ts';
import { plural } from '../format.ts';
import { MS } from '../units.ts';

/** What the optimizer reads of a service. */
export const HISTORY_METRICS = [
  'cpu',
  'memory',
  'running',
  'requests',
  'p95Ms',
  'errors5xx',
  'restarts',
] as const satisfies readonly MetricName[];
type HistoryMetric = (typeof HISTORY_METRICS)[number];

/** Points of five minutes over 14 days (spec, the nightly optimizer). */
export const HISTORY = { stepSec: 300, days: 14 } as const;

/** The largest value that a metric can have; what is above was not measured. Ratios may pass 1 a little in bursts. */
const LARGEST: Readonly<Record<HistoryMetric, number>> = {
  cpu: 2,
  memory: 2,
  running: 5_000,
  requests: 1e9,
  p95Ms: 1e7,
  errors5xx: 1e9,
  restarts: 1e5,
};

/**
 * Clean history on a grid of steps that begins at `startMs`: one value a step, NaN where it is unknown. Ratios 0..1 of
 * what was reserved then, counts a minute, latency in ms.
 */
export type History = Readonly<Record<HistoryMetric, Float64Array>> & {
  readonly startMs: number;
  readonly stepSec: number;
  readonly steps: number;
};

/**
 * Puts whatever was read onto the grid `[fromMs, toMs)`. Total: a value that is no number, infinite, negative or
 * larger than its metric can be is unknown; so is a point whose time cannot be read or lies outside (clock skew).
 * Points may come in any order; of two in one step the later in the list counts. Pure.
 */
export function cleanHistory(
  series: readonly MetricSeries[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): History {
  const stepMs = HISTORY.stepSec * MS.second;
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  const steps = Math.max(0, Math.floor((toMs - startMs) / stepMs));
  // The same instants stand in every series; reading a time is the dearest part of it.
  const stepOf = keptByText((at: string) => Math.floor((Date.parse(at) - startMs) / stepMs));
  const grid = { stepOf, steps };
  const column = (metric: HistoryMetric) => columnOf(series, metric, grid);
  return {
    startMs,
    stepSec: HISTORY.stepSec,
    steps,
    cpu: column('cpu'),
    memory: column('memory'),
    running: column('running'),
    requests: column('requests'),
    p95Ms: column('p95Ms'),
    errors5xx: column('errors5xx'),
    restarts: column('restarts'),
  };
}

function columnOf(
  series: readonly MetricSeries[],
  metric: HistoryMetric,
  grid: { readonly stepOf: (at: string) => number; readonly steps: number },
): Float64Array {
  const values = new Float64Array(grid.steps).fill(Number.NaN);
  for (const one of series) {
    if (one.metric !== metric) continue;
    for (const { at, value } of one.points) {
      const step = grid.stepOf(at);
      if (step >= 0 && step < grid.steps && isMeasured(value, metric)) values[step] = value;
    }
  }
  return values;
}

function keptByText(work: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const found = known.get(text) ?? work(text);
    known.set(text, found);
    return found;
  };
}

function isMeasured(value: unknown, metric: HistoryMetric): value is number {
  return typeof value === 'number' && value >= 0 && value <= LARGEST[metric];
}

/** Whether step `i` says what the service used: CPU, memory and at least one running task. */
export function isKnownStep({ cpu, memory, running }: History, i: number): boolean {
  return isNumber(cpu[i]) && isNumber(memory[i]) && (running[i] ?? Number.NaN) > 0;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && !Number.isNaN(value);
}

/** A day of history is needed, of which four fifths are known, and half of the last six hours. */
const NEEDED = { spanSec: 86_400, ratio: 0.8, recentSec: 6 * 3_600, recentRatio: 0.5 } as const;

/**
 * Why this history is too little to propose anything from, in plain words; undefined when it is enough. Pure.
 *
 * | history                             | answer                                     |
 * |-------------------------------------|--------------------------------------------|
 * | 14 days, one point in ten missing   | enough                                     |
 * | 6 h                                 | 6 hours of data; 24 are needed             |
 * | 14 days, the last day without data  | nothing is known of the last 6 hours       |
 */
export function whyInsufficient(history: History): string | undefined {
  const known = knownSteps(history);
  const [first] = known;
  if (first === undefined) return 'Nothing was measured in the last 14 days; 24 hours are needed.';
  const hours = Math.floor((known.length * history.stepSec) / 3_600);
  const spanSec = (history.steps - first) * history.stepSec;
  if (spanSec < NEEDED.spanSec) return `It has ${plural(hours, 'hour')} of data; 24 are needed.`;
  if (known.length * history.stepSec < NEEDED.spanSec * NEEDED.ratio)
    return `It has ${plural(hours, 'hour')} of data with gaps; 24 hours are needed, four fifths of them known.`;
  const recent = Math.floor(NEEDED.recentSec / history.stepSec);
  const lately = known.filter((step) => step >= history.steps - recent).length;
  return lately < recent * NEEDED.recentRatio
    ? 'Too little is known of the last 6 hours to say what it needs now.'
    : undefined;
}

/** The steps at which it is known what the service used, oldest first. */
export function knownSteps(history: History): readonly number[] {
  const known: number[] = [];
  for (let step = 0; step < history.steps; step += 1) if (isKnownStep(history, step)) known.push(step);
  return known;
}
