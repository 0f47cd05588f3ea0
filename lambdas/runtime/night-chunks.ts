/**
 * Services of one chunk: three metrics of each, a day of five-minute points, fill one page of GetMetricData - 348 metrics
 * of 288 points are 100,224 of 100,800 datapoints. Source: CloudWatch API reference, GetMetricData.
 */
export const NIGHT_CHUNK = 116;

/** One part of a night. */
export interface NightChunk {
  readonly services: readonly string[];
}

/** The names of `services` in their order, at most 116 a chunk. */
export async function nightChunks(
  services: AsyncIterable<{ readonly name: string }>,
): Promise<readonly NightChunk[]> {
  const chunks: string[][] = [];
  for await (const { name } of services) {
    const open = chunks.at(-1);
    if (open !== undefined && open.length < NIGHT_CHUNK) open.push(name);
    else chunks.push([name]);
  }
  return chunks.map((names) => ({ services: names }));
}
