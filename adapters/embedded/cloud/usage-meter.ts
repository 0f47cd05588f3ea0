import type { MetricName } from '../../../core/contract/monitoring.ts';
import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { MS } from '../../../core/units.ts';
import { behaviourOf } from './catalogue.ts';
import { definitionOf, isServing, type ServiceState, type TaskState } from './fleet-state.ts';
import { memoryOf, vcpuOf } from './load-model.ts';
import { type ServedGroup, spreadDemand } from './traffic.ts';

/** What a service used since the minute began. Sums over time; plain data, so that it can be saved. */
export interface Usage {
  sinceMs: number;
  vcpuSec: number;
  vcpuReservedSec: number;
  memoryMiBSec: number;
  memoryReservedSec: number;
  requests: number;
  errors: number;
  /** Latencies weighted by answered requests. */
  p50Sum: number;
  p95Sum: number;
  answered: number;
  restarts: number;
}

/** A meter that starts at `sinceMs`. */
export function emptyUsage(sinceMs: number): Usage {
  return {
    sinceMs,
    vcpuSec: 0,
    vcpuReservedSec: 0,
    memoryMiBSec: 0,
    memoryReservedSec: 0,
    requests: 0,
    errors: 0,
    p50Sum: 0,
    p95Sum: 0,
    answered: 0,
    restarts: 0,
  };
}

/** Adds the time from `usage.sinceMs` to `toMs`, in which `demandRps` and the tasks were as they are now. */
export function accrue(usage: Usage, service: ServiceState, at: { demandRps: number; toMs: number }): void {
  const sec = (at.toMs - usage.sinceMs) / MS.second;
  if (sec <= 0) return;
  const groups = spreadDemand(service, at.demandRps);
  usage.requests += at.demandRps * sec;
  if (groups.length === 0) usage.errors += at.demandRps * sec;
  for (const served of groups) addAnswers(usage, served, sec);
  for (const task of service.tasks)
    if (task.status === 'RUNNING') addTask(usage, service, { task, groups, sec });
  usage.sinceMs = at.toMs;
}

/** The values of the minute, by metric; NaN where there is nothing to measure. */
export function measure(usage: Usage, service: ServiceState): Readonly<Record<MetricName, number>> {
  const running = service.tasks.filter((task) => task.status === 'RUNNING').length;
  return {
    cpu: usage.vcpuSec / usage.vcpuReservedSec,
    memory: Math.min(1, usage.memoryMiBSec / usage.memoryReservedSec),
    p50Ms: usage.p50Sum / usage.answered,
    p95Ms: usage.p95Sum / usage.answered,
    requests: Math.round(usage.requests),
    errors5xx: Math.round(usage.errors),
    running,
    pending: service.tasks.filter(({ status }) => status === 'PROVISIONING' || status === 'PENDING').length,
    desired: service.desiredCount,
    restarts: usage.restarts,
  };
}

/** Memory of a running task now, in MiB. */
export function memoryOfTask(
  service: ServiceState,
  task: TaskState,
  at: { rps: number; nowMs: number },
): number {
  const { content } = definitionOf(service, task.contentHash);
  const ageSec = Math.max(0, at.nowMs - task.startedMs) / MS.second;
  return memoryOf(behaviourOf(content.image), isServing(task) ? at.rps : 0, ageSec);
}

/** Whether tasks of this content could ever use more memory than they have. */
export function mayOutgrow({ image, memoryMiB }: Pick<RevisionContent, 'image' | 'memoryMiB'>): boolean {
  const behaviour = behaviourOf(image);
  return behaviour.growthMiBPerMin > 0 || behaviour.memoryMiB.max > memoryMiB;
}

function addAnswers(usage: Usage, { group, outcome }: ServedGroup, sec: number): void {
  const answered = outcome.rpsPerTask * group.serving * sec;
  usage.errors += outcome.errorsRps * sec;
  usage.p50Sum += outcome.p50Ms * answered;
  usage.p95Sum += outcome.p95Ms * answered;
  usage.answered += answered;
}

function addTask(
  usage: Usage,
  service: ServiceState,
  { task, groups, sec }: { task: TaskState; groups: readonly ServedGroup[]; sec: number },
): void {
  const { content } = definitionOf(service, task.contentHash);
  const served = groups.find(({ definition }) => definition.contentHash === task.contentHash);
  const outcome = isServing(task) ? served?.outcome : undefined;
  usage.vcpuSec += (outcome?.vcpuPerTask ?? behaviourOf(content.image).idleVcpu) * sec;
  usage.vcpuReservedSec += vcpuOf(content) * sec;
  usage.memoryMiBSec +=
    memoryOfTask(service, task, { rps: outcome?.rpsPerTask ?? 0, nowMs: usage.sinceMs }) * sec;
  usage.memoryReservedSec += content.memoryMiB * sec;
}
