import { MS } from '../../../core/units.ts';
import type { Trace } from './traces.ts';
import type { Workload } from './workload.ts';

/** How a recording becomes demand. */
export interface Replay {
  /** Requests a second that the 95th percentile of the recording shall mean. */
  readonly scaleTo: number;
  /** The instant, epoch ms, at which the recording begins; it repeats for ever, before and after. */
  readonly startMs: number;
}

/** Demand after a recording: its shape, at the level asked for. Between two steps it moves on a straight line. */
export function recordedWorkload(trace: Trace, { scaleTo, startMs }: Replay): Workload {
  const { values } = trace;
  const factor = scaleTo / levelOf(values);
  const stepMs = trace.stepSec * MS.second;
  return {
    demandAt: (ms) => {
      const steps = (ms - startMs) / stepMs;
      const whole = Math.floor(steps);
      const here = valueAt(values, whole);
      return factor * (here + (valueAt(values, whole + 1) - here) * (steps - whole));
    },
  };
}

function valueAt(values: Float64Array, step: number): number {
  return values[((step % values.length) + values.length) % values.length] ?? 0;
}

/** The 95th percentile; the maximum where that is 0, and 1 where the recording is nothing but zeros. */
function levelOf(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(0.95 * (sorted.length - 1))] || sorted.at(-1) || 1;
}
