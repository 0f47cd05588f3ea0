import { MS } from '../units.ts';
import { type History, isKnownStep } from './history.ts';
import { fitLine, quantileOf, robustSlope, sortedNumbers } from './statistics.ts';

/** A task size: CPU in units (1,024 = 1 vCPU), memory in MiB. */
export interface TaskSize {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
}

/** The size that tasks had at an instant; undefined while it was changing, or is not known any more. */
export type SizeAt = (ms: number) => TaskSize | undefined;

/** What a service needed, whatever size and number of tasks gave it. Steps without data are NaN. */
export interface Demand {
  readonly startMs: number;
  readonly stepSec: number;
  /** vCPU that the work took, without what tasks burn by being there. */
  readonly vcpu: Float64Array;
  /** Requests a minute. */
  readonly requests: Float64Array;
  /** Memory of a task, the mean of its step, in MiB. */
  readonly memoryMiB: Float64Array;
  /** What a task burns without any work, in vCPU. */
  readonly overheadVcpu: number;
  readonly memoryMaxMiB: number;
  /** How much the daily maximum of memory grows a day, in MiB; never negative. */
  readonly memoryGrowthMiBPerDay: number;
  /** How much memory one more request a minute takes, and how many a task has had at most; for more work a task. */
  readonly memoryPerRequest: { readonly mib: number; readonly mostSeen: number };
  /** Utilization as it was measured, 0..1. */
  readonly cpuP50: number;
  readonly cpuP95: number;
  readonly peakAtMs: number;
  readonly samples: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly outOfMemoryKills: number;
  /** The task memory with which the last kill happened, in MiB. */
  readonly lastKillMiB: number | undefined;
}

/** Above this share of its memory a task that restarts is taken to have been killed for want of memory. */
const KILL_RATIO = 0.9;

/** At this CPU a task does all it can: what came on top shows in the requests only. */
const SATURATED = 0.97;

/** A fit that explains less of the variance is not believed. */
const BELIEVED = 0.5;

/**
 * Rebuilds total demand from what was measured: `utilization x size x running - overhead x running`. The overhead of
 * a task is the intercept of its busy CPU against its requests, between 0 and the least busy it ever was; 0 where
 * requests do not explain the CPU. While tasks were saturated, demand is what the requests would have cost. Pure.
 *
 * | 2 tasks of 1 vCPU at 52 %, overhead 0.02 | 1.04 - 0.04 = 1.00 vCPU |
 */
export function rebuildDemand(history: History, sizeAt: SizeAt): Demand {
  const read = readSteps(history, sizeAt);
  const work = workOf(read);
  const vcpu = unknownSteps(history.steps);
  const memoryMiB = unknownSteps(history.steps);
  for (const at of read) {
    const { step, running, busyVcpu, requests, cpu } = at;
    const measured = Math.max(0, busyVcpu - work.overheadVcpu * running);
    const arrived = cpu >= SATURATED ? requests * work.vcpuPerRequest : 0;
    vcpu[step] = arrived > measured ? arrived : measured;
    memoryMiB[step] = at.memoryMiB;
  }
  const { startMs, stepSec, requests } = history;
  const base = { startMs, stepSec, vcpu, requests, memoryMiB, overheadVcpu: work.overheadVcpu };
  return { ...base, ...memoryFacts(base, read), ...usageFacts(base, read), ...killsOf(history, sizeAt) };
}

function unknownSteps(steps: number): Float64Array {
  return new Float64Array(steps).fill(Number.NaN);
}

/** What one step tells, in absolute terms. */
interface ReadStep {
  readonly step: number;
  readonly cpu: number;
  readonly running: number;
  readonly busyVcpu: number;
  readonly requests: number;
  readonly memoryMiB: number;
}

function readSteps(history: History, sizeAt: SizeAt): readonly ReadStep[] {
  const read: ReadStep[] = [];
  for (let step = 0; step < history.steps; step += 1) {
    if (!isKnownStep(history, step)) continue;
    const size = sizeAt(history.startMs + step * history.stepSec * MS.second);
    if (!size) continue;
    const [cpu = 0, memory = 0, running = 1] = [
      history.cpu[step],
      history.memory[step],
      history.running[step],
    ];
    read.push({
      step,
      cpu,
      running,
      busyVcpu: ((cpu * size.cpuUnits) / 1_024) * running,
      requests: history.requests[step] ?? Number.NaN,
      memoryMiB: memory * size.memoryMiB,
    });
  }
  return read;
}

/** Busy CPU of a task against its requests; saturated steps say nothing of what a request costs. */
function workOf(read: readonly ReadStep[]): {
  readonly overheadVcpu: number;
  readonly vcpuPerRequest: number;
} {
  const usable = read.filter(({ requests, cpu }) => !Number.isNaN(requests) && cpu < SATURATED);
  const perTask = usable.map(({ busyVcpu, running }) => busyVcpu / running);
  const line = fitLine(
    usable.map(({ requests, running }) => requests / running),
    perTask,
  );
  if (!line || line.slope <= 0 || line.explained < BELIEVED) return { overheadVcpu: 0, vcpuPerRequest: 0 };
  const least = quantileOf(sortedNumbers(perTask), 0);
  const overheadVcpu = Math.min(Math.max(0, line.intercept), least);
  return { overheadVcpu, vcpuPerRequest: line.slope };
}

function memoryFacts(
  { memoryMiB, stepSec }: { memoryMiB: Float64Array; stepSec: number },
  read: readonly ReadStep[],
) {
  const sorted = sortedNumbers(memoryMiB);
  const perDay = Math.round(86_400 / stepSec);
  const daily: number[] = [];
  for (let from = 0; from < memoryMiB.length; from += perDay) {
    const day = sortedNumbers(memoryMiB.subarray(from, from + perDay));
    if (day.length > perDay / 2) daily.push(quantileOf(day, 1));
  }
  return {
    memoryMaxMiB: sorted.length === 0 ? 0 : quantileOf(sorted, 1),
    memoryGrowthMiBPerDay: daily.length < 3 ? 0 : Math.max(0, robustSlope(daily)),
    memoryPerRequest: memoryPerRequest(read),
  };
}

function memoryPerRequest(read: readonly ReadStep[]): Demand['memoryPerRequest'] {
  const usable = read.filter(({ requests }) => !Number.isNaN(requests));
  const perTask = usable.map(({ requests, running }) => requests / running);
  const line = fitLine(
    perTask,
    usable.map((at) => at.memoryMiB),
  );
  const mib = line && line.explained >= BELIEVED ? Math.max(0, line.slope) : 0;
  return { mib, mostSeen: perTask.reduce((most, one) => Math.max(most, one), 0) };
}

function usageFacts(
  { vcpu, startMs, stepSec }: Pick<Demand, 'vcpu' | 'startMs' | 'stepSec'>,
  read: readonly ReadStep[],
) {
  const cpu = sortedNumbers(read.map((at) => at.cpu));
  const msOf = (step: number) => startMs + step * stepSec * MS.second;
  const peak = read.reduce(
    (best, { step }) => ((vcpu[step] ?? 0) > (vcpu[best] ?? 0) ? step : best),
    read[0]?.step ?? 0,
  );
  return {
    cpuP50: cpu.length === 0 ? 0 : quantileOf(cpu, 0.5),
    cpuP95: cpu.length === 0 ? 0 : quantileOf(cpu, 0.95),
    peakAtMs: msOf(peak),
    samples: read.length,
    firstMs: msOf(read[0]?.step ?? 0),
    lastMs: msOf(read.at(-1)?.step ?? 0),
  };
}

/** Restarts right after a step in which memory was nearly full. The stop cause itself is only kept for an hour. */
function killsOf(history: History, sizeAt: SizeAt): Pick<Demand, 'outOfMemoryKills' | 'lastKillMiB'> {
  let outOfMemoryKills = 0;
  let lastKillMiB: number | undefined;
  for (let step = 0; step < history.steps; step += 1) {
    const restarts = history.restarts[step] ?? Number.NaN;
    const full = Math.max(known(history.memory[step - 1]), known(history.memory[step]));
    if (!(restarts > 0) || full < KILL_RATIO) continue;
    outOfMemoryKills += Math.max(1, Math.round((restarts * history.stepSec) / 60));
    lastKillMiB = sizeAt(history.startMs + step * history.stepSec * MS.second)?.memoryMiB ?? lastKillMiB;
  }
  return { outOfMemoryKills, lastKillMiB };
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
