import type { Forecast, Forecaster } from '../ports.ts';
import { meanOf, quantileOf, sortedNumbers } from './statistics.ts';

/** A series at even steps without gaps, and how many steps make a day. */
export interface ForecastQuestion {
  readonly series: Float64Array;
  readonly season: number;
  readonly horizon: number;
  /** Share of outcomes that shall fall between `lower` and `upper`, 0..1. */
  readonly level: number;
}

/** The ways of forecasting that compete. */
export type ForecastMethod = 'seasonal naive' | 'MSTL' | 'robust level';

/** The forecast of the method that would have been best lately, and how each did: smaller scores are better. */
export interface ChosenForecast {
  readonly method: ForecastMethod;
  readonly forecast: Forecast;
  readonly scores: Readonly<Partial<Record<ForecastMethod, number>>>;
}

/** How many horizons back the methods are tried. */
const FOLDS = 2;

/** A method needs as many seasons before its origin; STL itself needs two. */
const SEASONS_NEEDED = 3;

type Method = (question: ForecastQuestion) => Promise<Forecast | undefined>;

/**
 * Forecasts `horizon` steps by the method that did best in a rolling backtest over the last two horizons, by the
 * interval score, which rewards narrow intervals and punishes what falls outside. Source: Gneiting and Raftery,
 * J. Am. Stat. Assoc. 102 (2007), 359-378, eq. 43. Equal scores: the simpler method. Undefined for an empty series.
 */
export async function chooseForecast(
  forecaster: Forecaster,
  question: ForecastQuestion,
): Promise<ChosenForecast | undefined> {
  if (question.series.length === 0) return undefined;
  const methods = methodsOf(forecaster, question);
  const scores = new Map<ForecastMethod, number>();
  for (const [name, method] of methods) {
    const score = await backtest(method, question);
    if (score !== undefined) scores.set(name, score);
  }
  const ranked = methods.toSorted(
    ([a], [b]) => (scores.get(a) ?? Number.POSITIVE_INFINITY) - (scores.get(b) ?? Number.POSITIVE_INFINITY),
  );
  for (const [method, run] of ranked) {
    const forecast = await run(question);
    if (forecast) return { method, forecast, scores: Object.fromEntries(scores) };
  }
  return undefined;
}

/** Simplest first. */
function methodsOf(forecaster: Forecaster, { series, season, horizon }: ForecastQuestion) {
  const methods: [ForecastMethod, Method][] = [['robust level', async (question) => robustLevel(question)]];
  if (series.length >= SEASONS_NEEDED * season + FOLDS * horizon) {
    methods.push(['seasonal naive', async (question) => seasonalNaive(question)]);
    methods.push(['MSTL', ({ series: past, ...wish }) => forecaster.forecast(past, wish)]);
  }
  return methods;
}

async function backtest(method: Method, question: ForecastQuestion): Promise<number | undefined> {
  const { series, horizon } = question;
  const scores: number[] = [];
  for (let fold = FOLDS; fold >= 1; fold -= 1) {
    const origin = series.length - fold * horizon;
    if (origin <= horizon) continue;
    const forecast = await method({ ...question, series: series.subarray(0, origin) });
    if (!forecast) return undefined;
    scores.push(intervalScore(forecast, series.subarray(origin, origin + horizon), question.level));
  }
  return scores.length === 0 ? undefined : meanOf(scores);
}

function intervalScore({ lower, upper }: Forecast, actual: Float64Array, level: number): number {
  const penalty = 2 / (1 - level);
  const scores = actual.map((value, i) => {
    const [low = 0, high = 0] = [lower[i], upper[i]];
    return high - low + penalty * (Math.max(0, low - value) + Math.max(0, value - high));
  });
  return meanOf(scores);
}

/** The same step of the last season, give or take what the season before was off by. */
function seasonalNaive({ series, season, horizon, level }: ForecastQuestion): Forecast | undefined {
  if (series.length < 2 * season) return undefined;
  const errors = series.slice(season).map((value, i) => value - (series[i] ?? value));
  const point = Array.from({ length: horizon }, (_, i) => series[series.length - season + (i % season)] ?? 0);
  return withErrors(point, errors, level);
}

/** The median of the last season for every step, with the quantiles of everything around it. */
function robustLevel({ series, season, horizon, level }: ForecastQuestion): Forecast {
  const median = quantileOf(sortedNumbers(series.slice(-season)), 0.5);
  const point = Array.from({ length: horizon }, () => median);
  const errors = series.slice(-7 * season).map((value) => value - median);
  return withErrors(point, errors, level);
}

function withErrors(point: readonly number[], errors: Float64Array, level: number): Forecast {
  const sorted = sortedNumbers(errors);
  const [low, high] = [quantileOf(sorted, (1 - level) / 2), quantileOf(sorted, (1 + level) / 2)];
  return {
    point,
    lower: point.map((value) => Math.max(0, value + Math.min(0, low))),
    upper: point.map((value) => value + Math.max(0, high)),
  };
}
