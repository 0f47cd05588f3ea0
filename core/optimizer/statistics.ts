/** The value at quantile `q` (0..1) of ascending `sorted`; NaN of nothing. Nearest rank, so always a value that was seen. */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.ceil(q * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? Number.NaN;
}

/** The numbers of `values`, ascending; what is NaN is left out. */
export function sortedNumbers(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

/** The mean of the numbers of `values`; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** A straight line `y = intercept + slope x`, and the share of the variance that it explains. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  readonly explained: number;
}

/** The least-squares line through the points; undefined where x does not vary. */
export function fitLine(xs: readonly number[], ys: readonly number[]): Line | undefined {
  const [mx, my] = [meanOf(xs), meanOf(ys)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < xs.length; i += 1) {
    const [dx, dy] = [(xs[i] ?? mx) - mx, (ys[i] ?? my) - my];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (!(xx > 1e-12)) return undefined;
  const slope = xy / xx;
  return { slope, intercept: my - slope * mx, explained: yy > 0 ? (slope * xy) / yy : 1 };
}

/** The median of all slopes between two of `ys`, which stand one apart: robust growth a step. Source: Theil-Sen. */
export function robustSlope(ys: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < ys.length; i += 1)
    for (let j = i + 1; j < ys.length; j += 1) slopes.push(((ys[j] ?? 0) - (ys[i] ?? 0)) / (j - i));
  return slopes.length === 0 ? 0 : quantileOf(sortedNumbers(slopes), 0.5);
}
