import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { clamp } from '../../../core/units.ts';
import { behaviourOf } from './catalogue.ts';
import type { ImageBehaviour } from './image-behaviour.ts';

type Size = Pick<RevisionContent, 'cpuUnits'>;

/** Tasks of one revision and the requests that reach them. */
export interface LoadedGroup {
  readonly behaviour: ImageBehaviour;
  readonly size: Size;
  /** Tasks that take requests. */
  readonly serving: number;
  /** Requests a second that arrive. */
  readonly demandRps: number;
}

export interface LoadOutcome {
  /** CPU in use by one serving task, in vCPU. */
  readonly vcpuPerTask: number;
  readonly rpsPerTask: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Requests a second answered with a 5xx. */
  readonly errorsRps: number;
}

/** An answer that takes longer than this is given up by the caller. */
const SLOWEST_MS = 10_000;

/** Waiting grows without end as utilization nears 1; beyond this the excess is refused rather than queued. */
const BUSIEST = 0.985;

/**
 * What `demandRps` does to a group of tasks. CPU is linear in demand: `idle + demand x cost / tasks`, at most the
 * task's vCPU; what is above that is answered with a 5xx. Waiting is that of an M/M/c queue.
 *
 * | job-ingest:v1, 512 units, 2 tasks | 10 rps | 30 rps | 43.5 rps | 60 rps |
 * | CPU utilization                   | 0.21   | 0.61   | 0.88     | 1      |
 * | 5xx per second                    | 0      | 0      | 0        | 10.5   |
 */
export function applyLoad(group: LoadedGroup): LoadOutcome | undefined {
  if (group.serving === 0) return undefined;
  const { behaviour, demandRps, serving } = group;
  const vcpu = vcpuOf(group.size);
  const capacityRps = serving * rpsCapacity(behaviour, group.size);
  const servedRps = Math.min(demandRps, capacityRps);
  const rpsPerTask = servedRps / serving;
  const vcpuPerTask = Math.min(vcpu, behaviour.idleVcpu + (rpsPerTask * behaviour.cpuMsPerRequest) / 1_000);
  const waitMs = waitingMs(vcpuPerTask / vcpu, group);
  return {
    vcpuPerTask,
    rpsPerTask,
    p50Ms: Math.min(SLOWEST_MS, behaviour.p50Ms + waitMs),
    p95Ms: Math.min(SLOWEST_MS, behaviour.p95Ms + 3 * waitMs),
    errorsRps: demandRps - servedRps + servedRps * behaviour.errorRatio,
  };
}

/** Memory of one task in MiB: follows its load, and grows with its age where the image leaks. */
export function memoryOf(behaviour: ImageBehaviour, rpsPerTask: number, ageSec: number): number {
  const { base, perRps, max } = behaviour.memoryMiB;
  return Math.min(max, base + perRps * rpsPerTask) + (behaviour.growthMiBPerMin * ageSec) / 60;
}

/** Requests a second that one task can answer. */
export function rpsCapacity(behaviour: ImageBehaviour, size: Size): number {
  return ((vcpuOf(size) - behaviour.idleVcpu) * 1_000) / behaviour.cpuMsPerRequest;
}

/**
 * The demand, in requests a second, at which `tasks` healthy tasks of an image run at CPU `utilization` (0..1).
 * Linear: a workload that gives `d` at factor 1 needs the factor `demandFor(...) / d`, see `DevLoadRequest`.
 *
 * | job-ingest:v1, 512 units | 0.88 at 2 tasks | 0.95 at 4 tasks |
 * | demand                   | 43.5 rps        | 94.0 rps        |
 */
export function demandFor(wanted: {
  readonly utilization: number;
  readonly tasks: number;
  readonly behaviour: ImageBehaviour;
  readonly size: Size;
}): number {
  const busyVcpu = wanted.utilization * vcpuOf(wanted.size) - wanted.behaviour.idleVcpu;
  return Math.max(0, (busyVcpu * wanted.tasks * 1_000) / wanted.behaviour.cpuMsPerRequest);
}

/** Utilization that a service without a workload of its own is given at its first task count. */
const ORDINARY_UTILIZATION = 0.4;

/** Requests a second that let `tasks` tasks of `content` run at an easy 40 % of CPU. */
export function ordinaryDemand(content: RevisionContent, tasks: number): number {
  const behaviour = behaviourOf(content.image);
  return demandFor({
    utilization: ORDINARY_UTILIZATION,
    tasks: Math.max(1, tasks),
    behaviour,
    size: content,
  });
}

/** vCPU of a task size; 1,024 CPU units are one vCPU. Source: Amazon ECS developer guide, task size. */
export function vcpuOf(size: Size): number {
  return size.cpuUnits / 1_024;
}

/** Mean wait in an M/M/c queue. Source: Sakasegawa's approximation, Ann. Inst. Stat. Math. 29 (1977), 67-75. */
function waitingMs(utilization: number, { behaviour, size, serving }: LoadedGroup): number {
  const rho = clamp(utilization, 0, BUSIEST);
  const serviceMs = behaviour.cpuMsPerRequest / Math.min(1, vcpuOf(size));
  const servers = serving * Math.max(1, vcpuOf(size));
  return (serviceMs * rho ** Math.sqrt(2 * (servers + 1))) / (servers * (1 - rho));
}
