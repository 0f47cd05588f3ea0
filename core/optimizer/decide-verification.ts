import { formatPercent } from '../format.ts';
import { type History, knownSteps } from './history.ts';
import { meanOf, quantileOf, sortedNumbers } from './statistics.ts';

/** What is measured of a span. Absent where nothing was. */
export interface SpanFacts {
  readonly steps: number;
  readonly cpuP95: number | undefined;
  /** Mean p95 response time, weighted by requests, in ms. */
  readonly p95Ms: number | undefined;
  /** Share of requests answered with a 5xx, 0..1. */
  readonly errorRatio: number | undefined;
  readonly meanTasks: number | undefined;
}

/** What is looked at to verify an applied proposal. */
export interface VerificationInput {
  readonly after: SpanFacts;
  /** The same hours of the day before it was applied. */
  readonly before: SpanFacts;
  readonly outOfMemoryKills: number;
  /** Whether the 24 hours are over. */
  readonly isOver: boolean;
}

/** What an applied proposal turned out to be. */
export type VerificationVerdict =
  | { readonly kind: 'wait' }
  | { readonly kind: 'good' }
  | { readonly kind: 'worse'; readonly because: string };

/**
 * Limits of the verification: P95 CPU and latency are the specification's. A share of 5xx answers counts as up when it is half
 * as high again and at least 0.1 % higher, so that one failed request of a quiet night is no regression.
 */
const LIMITS = { cpuP95: 0.8, p95Ratio: 1.1, errorFactor: 1.5, errorRatio: 0.001 } as const;

/** Three quarters of an hour must be known before figures are judged. */
const STEPS_NEEDED = 9;

/**
 * Decides whether an applied proposal made things worse. Pure.
 *
 * | after the change                              | verdict |
 * |-----------------------------------------------|---------|
 * | a task killed for want of memory               | worse   |
 * | P95 CPU 83 %                                   | worse   |
 * | p95 260 ms, the day before 230 ms              | worse   |
 * | 24 h over, figures as before                   | good    |
 * | 24 h over, hardly anything measured            | worse: it cannot be verified |
 */
export function decideVerification(input: VerificationInput): VerificationVerdict {
  const { after, isOver, outOfMemoryKills } = input;
  if (outOfMemoryKills > 0) return worse(`${outOfMemoryKills} tasks were killed for want of memory`);
  if (after.steps < STEPS_NEEDED)
    return isOver ? worse('too little was measured to verify it') : { kind: 'wait' };
  const regression = regressionOf(input);
  if (regression !== undefined) return worse(regression);
  return isOver ? { kind: 'good' } : { kind: 'wait' };
}

function regressionOf({ after, before }: VerificationInput): string | undefined {
  if ((after.cpuP95 ?? 0) > LIMITS.cpuP95) return `P95 CPU is ${formatPercent(after.cpuP95 ?? 0)}`;
  const [was, is] = [before.p95Ms, after.p95Ms];
  if (was !== undefined && is !== undefined && is > was * LIMITS.p95Ratio)
    return `p95 response time went from ${Math.round(was)} to ${Math.round(is)} ms`;
  const [failed, fails] = [before.errorRatio ?? 0, after.errorRatio ?? 0];
  if (fails > failed * LIMITS.errorFactor && fails - failed >= LIMITS.errorRatio)
    return `5xx answers went from ${(failed * 100).toFixed(2)} % to ${(fails * 100).toFixed(2)} %`;
  return undefined;
}

function worse(because: string): VerificationVerdict {
  return { kind: 'worse', because };
}

/** The facts of a span of clean history. Pure. */
export function factsOf(history: History): SpanFacts {
  const known = knownSteps(history);
  if (known.length === 0)
    return { steps: 0, cpuP95: undefined, p95Ms: undefined, errorRatio: undefined, meanTasks: undefined };
  const at = (column: Float64Array) => known.map((step) => orZero(column[step]));
  const requests = at(history.requests);
  const asked = sum(requests);
  return {
    steps: known.length,
    cpuP95: quantileOf(sortedNumbers(at(history.cpu)), 0.95),
    p95Ms: weightedMean(at(history.p95Ms), requests),
    errorRatio: asked === 0 ? undefined : sum(at(history.errors5xx)) / asked,
    meanTasks: meanOf(at(history.running)),
  };
}

/** Steps without a latency do not count; one without requests counts as one request. */
function weightedMean(values: readonly number[], requests: readonly number[]): number | undefined {
  const weights = values.map((value, i) => (value > 0 ? Math.max(1, requests[i] ?? 0) : 0));
  const weight = sum(weights);
  return weight === 0 ? undefined : sum(values.map((value, i) => value * (weights[i] ?? 0))) / weight;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function orZero(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
