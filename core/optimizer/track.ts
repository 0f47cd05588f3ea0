import type { Forecaster } from '../ports.ts';
import { type ChosenForecast, chooseForecast } from './choose-forecast.ts';
import type { Demand } from './demand.ts';

/** What candidates are replayed against: the history, then the peak day that the forecast expects. */
export interface Track {
  readonly startMs: number;
  readonly stepSec: number;
  /** vCPU of work a step; NaN where unknown. */
  readonly vcpu: Float64Array;
  /** Memory of a task a step, in MiB; NaN where unknown. */
  readonly memoryMiB: Float64Array;
  readonly requests: Float64Array;
  /** So many steps were measured; the rest is forecast. Money is counted over what was measured only. */
  readonly measured: number;
  readonly overheadVcpu: number;
  readonly forecast: ChosenForecast | undefined;
}

/**
 * The forecast works on the busiest five minutes of every two hours: fine enough for a day's shape, and a model of 14
 * days fits in a hundredth of a second.
 */
const BIN = { sec: 7_200, perDay: 12 } as const;

/** Nine outcomes in ten lie between the bounds; the upper one is exceeded one time in twenty. */
const LEVEL = 0.9;

/** A forecast above so many times what was ever seen is taken for a runaway trend and cut there. */
const MOST_GROWTH = 2;

/** The history of demand with the forecast's peak day, its upper bound, behind it. */
export async function trackOf(demand: Demand, forecaster: Forecaster): Promise<Track> {
  const series = peaksOf(demand);
  const question = { series, season: BIN.perDay, horizon: BIN.perDay, level: LEVEL };
  const forecast = await chooseForecast(forecaster, question);
  const most = MOST_GROWTH * series.reduce((high, value) => Math.max(high, value), 0);
  const perBin = BIN.sec / demand.stepSec;
  const peakDay = (forecast?.forecast.upper ?? []).flatMap((value) =>
    Array.from({ length: perBin }, () => Math.min(most, value)),
  );
  const unknown = peakDay.map(() => Number.NaN);
  return {
    startMs: demand.startMs,
    stepSec: demand.stepSec,
    vcpu: joined(demand.vcpu, peakDay),
    memoryMiB: joined(
      demand.memoryMiB,
      peakDay.map(() => demand.memoryMaxMiB),
    ),
    requests: joined(demand.requests, unknown),
    measured: demand.vcpu.length,
    overheadVcpu: demand.overheadVcpu,
    forecast,
  };
}

function joined(past: Float64Array, future: readonly number[]): Float64Array {
  const all = new Float64Array(past.length + future.length);
  all.set(past);
  all.set(future, past.length);
  return all;
}

/** The largest value of every two hours, counted back from the end, without what lies before the first known one. */
function peaksOf({ vcpu, stepSec }: Demand): Float64Array {
  const perBin = BIN.sec / stepSec;
  const bins = Math.floor(vcpu.length / perBin);
  const peaks = Float64Array.from({ length: bins }, (_, bin) => {
    const from = vcpu.length - (bins - bin) * perBin;
    return largestOf(vcpu.subarray(from, from + perBin));
  });
  const first = peaks.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? new Float64Array(0) : withoutGaps(peaks.slice(first));
}

/** The largest number; NaN where there is none. */
function largestOf(values: Float64Array): number {
  let largest = Number.NaN;
  for (const value of values) if (!(value <= largest) && !Number.isNaN(value)) largest = value;
  return largest;
}

/** A gap becomes a straight line between its neighbours; at the end, the last value. */
function withoutGaps(values: Float64Array): Float64Array {
  let last = 0;
  for (let i = 1; i <= values.length; i += 1) {
    if (i < values.length && Number.isNaN(values[i])) continue;
    const [from = 0, to = from] = [values[last], values[i]];
    for (let gap = last + 1; gap < i; gap += 1)
      values[gap] = from + ((to - from) * (gap - last)) / (i - last);
    last = i;
  }
  return values;
}
