import { CALM_SHAPE, generatedWorkload } from '../../adapters/embedded/workloads/generated-workload.ts';
import { readTraces, type Trace } from '../../adapters/embedded/workloads/traces.ts';
import type { Workload } from '../../adapters/embedded/workloads/workload.ts';

const HOUR_SEC = 3_600;

/** Below this share of the hour's median a recorded step counts as this share: a service without any demand cannot spike. */
const LEAST = 0.2;

/** Demand that is calm until `begin`, and from then on moves as a recorded busy hour did, again and again. */
export interface RecordedSpike extends Workload {
  begin(atMs: number): void;
  /** The recording that it takes its hour from. */
  readonly name: string;
}

/** The spike of the recording in `dir` whose busiest hour stands out most. @throws Error when there is no recording. */
export async function recordedSpike(dir: string, baseRps: number): Promise<RecordedSpike> {
  const { traces } = await readTraces(dir);
  const hours = traces.map(busiestHour).sort((a, b) => b.prominence - a.prominence);
  const [hour] = hours;
  if (!hour) throw new Error(`${dir} holds no recording that can be used`);
  const calm = generatedWorkload({ ...CALM_SHAPE, seed: 7, baseRps });
  let beganMs = Number.POSITIVE_INFINITY;
  return {
    name: hour.name,
    begin: (atMs) => {
      beganMs = atMs;
    },
    demandAt: (ms) => (ms < beganMs ? calm.demandAt(ms) : baseRps * levelAt(hour, (ms - beganMs) / 1_000)),
  };
}

interface BusyHour {
  readonly name: string;
  readonly stepSec: number;
  /** The hour's values as multiples of its median. */
  readonly levels: readonly number[];
  /** The hour's median beside the median of the whole recording. */
  readonly prominence: number;
}

/** The hour in which the recording stayed highest: the one with the largest median. */
function busiestHour({ name, stepSec, values }: Trace): BusyHour {
  const width = Math.max(2, Math.round(HOUR_SEC / stepSec));
  const all = Array.from(values);
  const starts = Array.from({ length: Math.max(1, Math.floor(all.length / width)) }, (_, i) => i * width);
  const hours = starts.map((start) => all.slice(start, start + width));
  const best = hours.reduce((most, hour) => (median(hour) > median(most) ? hour : most));
  const middle = median(best) || 1;
  return {
    name,
    stepSec,
    levels: best.map((value) => Math.max(LEAST, value / middle)),
    prominence: middle / (median(all) || middle),
  };
}

function levelAt({ levels, stepSec }: BusyHour, sec: number): number {
  return levels[Math.floor(sec / stepSec) % levels.length] ?? 1;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
