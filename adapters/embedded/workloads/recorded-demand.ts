import { OpsError } from '../../../core/errors.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { readTraces, type Trace } from './traces.ts';
import type { Workload } from './workload.ts';

/** What the 95th percentile of a recording becomes, in requests a second: two tasks of the portal at about 40 %. */
const ORDINARY_RPS = 20;

/** The demand of each service after the recordings of a folder: the first service takes the first, and so on, around. */
export interface RecordedDemand {
  readonly of: (service: string) => Workload;
  readonly traces: readonly Trace[];
  readonly skipped: readonly { readonly file: string; readonly because: string }[];
}

/** Reads the recordings of `dir`. @throws OpsError `dev.not_here` when there is none that can be used. */
export async function recordedDemand(dir: string, start: Date): Promise<RecordedDemand> {
  const { traces, skipped } = await readTraces(dir);
  if (traces.length === 0) {
    throw new OpsError('dev.not_here', `The folder ${dir} holds no recording that can be used.`, {
      remedy: 'Put *.csv.gz there: header lines "# key=value" with step_s, then one number a line.',
      params: { skipped },
    });
  }
  const taken = new Map<string, Workload>();
  return { of: (service) => take(service, { traces, taken, startMs: start.getTime() }), traces, skipped };
}

function take(
  service: string,
  from: {
    readonly traces: readonly Trace[];
    readonly taken: Map<string, Workload>;
    readonly startMs: number;
  },
): Workload {
  const known = from.taken.get(service);
  const trace = from.traces[from.taken.size % from.traces.length];
  if (known || !trace) return known ?? { demandAt: () => 0 };
  const made = recordedWorkload(trace, { scaleTo: ORDINARY_RPS, startMs: from.startMs });
  from.taken.set(service, made);
  return made;
}
