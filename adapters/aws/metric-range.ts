import { MS } from '../../core/units.ts';

/** CloudWatch keeps minutes, so no shorter period is asked for. */
const SHORTEST_SEC = 60;

/** A time with periods in it: `from` on a whole multiple of the period, `to` on a whole minute. */
export interface MetricRange {
  readonly from: Date;
  readonly to: Date;
  readonly periodSec: number;
}

/**
 * The range in which CloudWatch has the same points as `request` asks for: none begins between two whole minutes, so
 * the end may be rounded up. Reads of one minute then share a range. Pure.
 *
 * | from     | to       | period | range                    |
 * |----------|----------|--------|--------------------------|
 * | 10:00:20 | 10:05:20 | 45 s   | 10:01 to 10:06, 60 s     |
 * | 10:01:00 | 10:30:00 | 300 s  | 10:05 to 10:30, 300 s    |
 */
export function metricRangeOf(request: MetricRange): MetricRange {
  const periodSec = Math.max(1, Math.ceil(request.periodSec / SHORTEST_SEC)) * SHORTEST_SEC;
  return {
    from: roundedUp(request.from, periodSec * MS.second),
    to: roundedUp(request.to, MS.minute),
    periodSec,
  };
}

/** How many periods begin in a range; none where it ends before it begins. Pure. */
export function stepsIn({ from, to, periodSec }: MetricRange): number {
  return Math.max(0, Math.ceil((to.getTime() - from.getTime()) / (periodSec * MS.second)));
}

function roundedUp(at: Date, stepMs: number): Date {
  return new Date(Math.ceil(at.getTime() / stepMs) * stepMs);
}
