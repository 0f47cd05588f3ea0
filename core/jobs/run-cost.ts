import { type Size, unitMicroUsd } from '../budget/service-cost.ts';
import type { Job, JobRun } from '../contract/job.ts';
import type { PriceTable } from '../contract/money.ts';

/** Fargate charges by the second, for a minute at least. Source: aws.amazon.com/fargate/pricing. */
const LEAST_SEC = 60;

/**
 * What a task of `size` costs that ran for `seconds`, compute only.
 *
 * | size          | seconds | micro-dollars |
 * | 256 / 512     | 60      | 206           |
 * | 1,024 / 4,096 | 3,600   | 58,260        |
 */
export function runCostMicroUsd(size: Size, seconds: number, prices: PriceTable): number {
  const hourly = unitMicroUsd(size, prices) / prices.hoursPerMonth;
  return Math.round((hourly * Math.max(LEAST_SEC, seconds)) / 3_600);
}

/**
 * What a run is likely to cost: the longest of its recent successes at the size asked for; without one, all of its
 * timeout, since nothing better is known. Builtins run inside the control plane and cost no task.
 */
export function estimateRunMicroUsd(
  { spec }: Pick<Job, 'spec'>,
  recent: readonly JobRun[],
  { prices, memoryMiB = spec.memoryMiB }: { readonly prices: PriceTable; readonly memoryMiB?: number },
): number {
  if (spec.builtin) return 0;
  const durations = recent.flatMap(({ status, durationSec }) =>
    status === 'SUCCEEDED' && durationSec !== undefined ? [durationSec] : [],
  );
  const seconds = durations.length > 0 ? Math.max(...durations) : spec.timeoutSec;
  return runCostMicroUsd({ cpuUnits: spec.cpuUnits, memoryMiB }, seconds, prices);
}

/** What the runs of the calendar month of `now` (UTC) have cost so far. */
export function spentThisMonth({ spent }: Pick<Job, 'spent'>, now: string): number {
  return spent.month === now.slice(0, 7) ? spent.microUsd : 0;
}

/** What may still be spent this month by the job's own budget; undefined where it has none. */
export function roomMicroUsd(job: Pick<Job, 'spec' | 'spent'>, now: string): number | undefined {
  const { budgetMonthlyUsd } = job.spec;
  return budgetMonthlyUsd === undefined
    ? undefined
    : Math.round(budgetMonthlyUsd * 1_000_000) - spentThisMonth(job, now);
}
