/** How much fits into one request. */
export interface BatchLimits<Entry> {
  readonly most: number;
  readonly maxBytes: number;
  readonly bytesOf: (entry: Entry) => number;
}

/** `entries` in their order, cut so that no part is over the limits; an entry that is too large alone is a part. Pure. */
export function inBatches<Entry>(entries: readonly Entry[], limits: BatchLimits<Entry>): readonly Entry[][] {
  const batches: Entry[][] = [];
  let open: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const more = limits.bytesOf(entry);
    if (open.length === 0 || open.length === limits.most || bytes + more > limits.maxBytes) {
      open = [];
      bytes = 0;
      batches.push(open);
    }
    open.push(entry);
    bytes += more;
  }
  return batches;
}
