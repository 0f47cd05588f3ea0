/** Limits of one call. Source: Amazon CloudWatch API Reference, GetMetricData. */
export const CALL_LIMITS = { queries: 500, datapoints: 100_800 } as const;

/**
 * Divides queries of `steps` datapoints each into as few calls as the limits allow, in their order. Pure.
 *
 * | queries | steps | calls |
 * |---------|-------|-------|
 * | 10      | 5     | 1     |
 * | 348     | 288   | 1     |
 * | 501     | 5     | 2     |
 * | 7       | 4,032 | 1     |
 * | 100     | 4,032 | 4     |
 */
export function packed<Query>(queries: readonly Query[], steps: number): readonly (readonly Query[])[] {
  const byData = Math.floor(CALL_LIMITS.datapoints / Math.max(1, steps));
  const size = Math.max(1, Math.min(CALL_LIMITS.queries, byData));
  return Array.from({ length: Math.ceil(queries.length / size) }, (_, nth) =>
    queries.slice(nth * size, (nth + 1) * size),
  );
}
