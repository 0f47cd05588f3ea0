/** What many durations came to, in milliseconds. */
export interface Summary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * The smallest of `values` that at least `ratio` (0..1) of them do not exceed: the nearest rank, never an
 * interpolation. NaN of no values.
 */
export function quantile(values: readonly number[], ratio: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(ratio * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle of `values`, by the nearest rank. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Count and quantiles of durations, rounded to hundredths of a millisecond. */
export function summarize(durationsMs: readonly number[]): Summary {
  return {
    count: durationsMs.length,
    p50Ms: hundredths(quantile(durationsMs, 0.5)),
    p95Ms: hundredths(quantile(durationsMs, 0.95)),
    p99Ms: hundredths(quantile(durationsMs, 0.99)),
    maxMs: hundredths(quantile(durationsMs, 1)),
  };
}

/** How many a second. */
export function perSecond(count: number, elapsedMs: number): number {
  return Math.round((count * 1_000) / elapsedMs);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
