import { MS } from '../../../core/units.ts';
import { seedFor, unitAtNumber } from '../seeded-random.ts';
import type { Workload } from './workload.ts';

/** The shape of generated demand. Ratios are shares of `baseRps`. */
export interface DemandShape {
  readonly seed: number;
  /** Mean demand at level 1, in requests a second. */
  readonly baseRps: number;
  /** How far the busiest hour lies above the mean of the day, 0..1. */
  readonly dailySwing: number;
  /** How far the weekend lies below the working days, 0..1. */
  readonly weekendDip: number;
  /** Largest deviation of a minute from the shape, 0..1. */
  readonly noise: number;
  /** Chance of a spike in any six hours, 0..1, and how high it rises at most. */
  readonly spikes: { readonly ratio: number; readonly height: number };
  /** Chance that the level changes from one five days to the next, 0..1, and by how much at most. */
  readonly levelShifts: { readonly ratio: number; readonly size: number };
  /** Hour of the day in UTC at which demand is highest. */
  readonly busiestHour: number;
}

/** Demand without surprises: a flat wave over the day, noise of at most 1 %, no spikes, no shifts. */
export const CALM_SHAPE: Omit<DemandShape, 'seed' | 'baseRps'> = {
  dailySwing: 0.15,
  weekendDip: 0.2,
  noise: 0.01,
  spikes: { ratio: 0, height: 0 },
  levelShifts: { ratio: 0, size: 0 },
  busiestHour: 14,
};

/** What a public service lives with: days, weekends, the odd spike, and now and then a new level. */
export const LIVELY_SHAPE: Omit<DemandShape, 'seed' | 'baseRps'> = {
  ...CALM_SHAPE,
  dailySwing: 0.45,
  spikes: { ratio: 0.12, height: 1.5 },
  levelShifts: { ratio: 0.25, size: 0.35 },
};

const SPIKE_WINDOW_MS = 6 * MS.hour;
const SPIKE_MS = { shortest: 8 * MS.minute, longest: 50 * MS.minute } as const;
const LEVEL_MS = 5 * MS.day;

/** The first of January 1970, counted from Sunday. */
const THURSDAY = 4;

/** Demand of this shape, by time: any instant can be asked for in any order, and the same seed gives the same. */
export function generatedWorkload(shape: DemandShape): Workload {
  const streams = {
    noise: seedFor(shape.seed, 'noise'),
    spike: seedFor(shape.seed, 'spike'),
    level: seedFor(shape.seed, 'level'),
  };
  return {
    demandAt: (ms) =>
      shape.baseRps *
      dayAndWeek(shape, ms) *
      levelAt(shape, streams.level, ms) *
      (1 + spikeAt(shape, streams.spike, ms)) *
      (1 + shape.noise * (2 * unitAtNumber(streams.noise, Math.floor(ms / MS.minute)) - 1)),
  };
}

function dayAndWeek({ dailySwing, weekendDip, busiestHour }: DemandShape, ms: number): number {
  const hour = (ms % MS.day) / MS.hour;
  const daily = 1 + dailySwing * Math.cos((2 * Math.PI * (hour - busiestHour)) / 24);
  const weekday = (Math.floor(ms / MS.day) + THURSDAY) % 7;
  return daily * (weekday === 0 || weekday === 6 ? 1 - weekendDip : 1);
}

/** The level of five days holds, or differs from 1 by up to `size` either way. */
function levelAt({ levelShifts }: DemandShape, seed: number, ms: number): number {
  const epoch = Math.floor(ms / LEVEL_MS);
  if (unitAtNumber(seed, 2 * epoch) >= levelShifts.ratio) return 1;
  return 1 + levelShifts.size * (2 * unitAtNumber(seed, 2 * epoch + 1) - 1);
}

/** A spike rises and falls like half a sine inside its window of six hours. */
function spikeAt({ spikes }: DemandShape, seed: number, ms: number): number {
  const window = Math.floor(ms / SPIKE_WINDOW_MS);
  const draw = (n: number) => unitAtNumber(seed, 4 * window + n);
  if (draw(0) >= spikes.ratio) return 0;
  const lastMs = SPIKE_MS.shortest + draw(1) * (SPIKE_MS.longest - SPIKE_MS.shortest);
  const startMs = window * SPIKE_WINDOW_MS + draw(2) * (SPIKE_WINDOW_MS - lastMs);
  const part = (ms - startMs) / lastMs;
  if (part <= 0 || part >= 1) return 0;
  return spikes.height * (0.4 + 0.6 * draw(3)) * Math.sin(Math.PI * part);
}
