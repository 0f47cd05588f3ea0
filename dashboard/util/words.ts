/** Ratio 0..1 as a percentage: `95 %`. */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** A count with its noun: `1 task`, `4 tasks`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : plural}`;
}

/** A SCREAMING_CASE state as people say it: `ROLLING_BACK` becomes `Rolling back`. */
export function stateWords(state: string): string {
  const words = state.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** CPU units and MiB as `0.5 vCPU, 1 GB`. 1024 units are one vCPU; 1024 MiB are written 1 GB, as Fargate's prices do. */
export function taskSize({ cpuUnits, memoryMiB }: { cpuUnits: number; memoryMiB: number }): string {
  return `${cpuUnits / 1024} vCPU, ${memoryMiB / 1024} GB`;
}

/** An image without its registry's digest, for reading: `govlab/job-ingest:v1`. */
export function shortImage(image: string): string {
  const [name = image, digest] = image.split('@sha256:');
  if (!digest || name.includes(':')) return name;
  return `${name}@${digest.slice(0, 12)}`;
}

/** A value of a plan's diff as it can be read in one line; absent says so. */
export function plainValue(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return shortImage(value);
  if (typeof value !== 'object') return String(value);
  const text = Array.isArray(value) ? value.map(plainValue).join(', ') : fields(value);
  return text || 'none';
}

function fields(value: object): string {
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${plainValue(inner)}`)
    .join(', ');
}
