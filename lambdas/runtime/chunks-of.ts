/**
 * Services whose history fits one page of GetMetricData: 348 metrics of 288 five-minute points are 100,224 of 100,800
 * datapoints, and a service has three of them that every night reads. Source: CloudWatch API reference, GetMetricData.
 */
export const NIGHT_CHUNK = 116;

/** One part of a night. */
export interface NightChunk {
  readonly services: readonly string[];
}

/** `names` in their order, at most 116 a chunk. Pure. */
export function chunksOf(names: readonly string[]): readonly NightChunk[] {
  return Array.from({ length: Math.ceil(names.length / NIGHT_CHUNK) }, (_, nth) => ({
    services: names.slice(nth * NIGHT_CHUNK, (nth + 1) * NIGHT_CHUNK),
  }));
}
