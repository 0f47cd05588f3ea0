import { seedFor, unitAt } from '../seeded-random.ts';
import type { Workload } from '../workloads/workload.ts';
import { Agenda } from './agenda.ts';
import { countFailure, progress } from './deployments.ts';
import { definitionOf, isServing, NEVER, type ServiceState, type TaskState } from './fleet-state.ts';
import { placeTasks } from './place-tasks.ts';
import { hint, type Scene } from './scene.ts';
import { fail, stepTask } from './task-life.ts';
import { STOPS } from './task-stops.ts';
import { failedToStart, startedWell } from './throttle.ts';
import { spreadDemand } from './traffic.ts';
import { accrue, emptyUsage, mayOutgrow, memoryOfTask, type Usage } from './usage-meter.ts';

/** More steps than any service can take in one instant; reached only when the simulation itself is wrong. */
const MOST_STEPS = 200;

/** Stopped tasks that are remembered of a service. */
const STOPPED_KEPT = 50;

/** Gives the demand of a service in requests a second at factor 1. */
export type DemandSource = (service: ServiceState) => Workload;

/** Demand is multiplied until then. */
export interface LoadFactor {
  readonly factor: number;
  readonly untilMs: number;
}

/** All services of the simulated cluster and what is due for them. */
export class Fleet {
  readonly services = new Map<string, ServiceState>();
  readonly usages = new Map<string, Usage>();
  private readonly loads = new Map<string, LoadFactor>();
  private readonly agenda = new Agenda();

  constructor(
    private readonly scene: Scene,
    private readonly workloadOf: DemandSource,
  ) {}

  /** Adds a service, or takes it back from saved state. */
  add(service: ServiceState, usage: Usage = emptyUsage(this.scene.nowMs)): void {
    this.services.set(service.name, service);
    this.usages.set(service.name, usage);
    this.plan(service);
  }

  /** Replaces all services and loads by saved ones. */
  load(saved: {
    readonly services: readonly { readonly state: ServiceState; readonly usage: Usage }[];
    readonly loads: readonly (readonly [string, LoadFactor])[];
  }): void {
    this.services.clear();
    this.usages.clear();
    this.loads.clear();
    for (const [name, load] of saved.loads) this.loads.set(name, load);
    for (const { state, usage } of saved.services) this.add(structuredClone(state), { ...usage });
  }

  /** Alters a service now: what it used so far is measured before, its tasks are placed anew after. */
  change(service: ServiceState, alter: () => void): void {
    this.measureUpTo(service);
    alter();
    this.settle(service);
  }

  /** Epoch ms of the next thing due for any service. */
  nextDueMs(): number {
    for (;;) {
      const next = this.agenda.peek();
      if (!next) return NEVER;
      if (this.services.get(next.name)?.dueMs === next.dueMs) return next.dueMs;
      this.agenda.pop();
    }
  }

  /** Does the next thing due; time must stand at `nextDueMs()`. */
  runNext(): void {
    const entry = this.agenda.pop();
    const service = entry && this.services.get(entry.name);
    if (!service) return;
    this.change(service, () => this.stepTasks(service));
  }

  /** Multiplies the demand on a service, whether it exists already or not. */
  setLoad(name: string, load: LoadFactor): void {
    const service = this.services.get(name);
    if (service) this.change(service, () => void this.loads.set(name, load));
    else this.loads.set(name, load);
  }

  /** Every load factor that was set, by service. */
  get loadFactors(): readonly (readonly [string, LoadFactor])[] {
    return [...this.loads];
  }

  /** Requests a second that reach the service now. */
  demandOf(service: ServiceState, atMs: number): number {
    if (!service.opened) return 0;
    const load = this.loads.get(service.name);
    const factor = load && atMs < load.untilMs ? load.factor : 1;
    return Math.max(0, this.workloadOf(service).demandAt(atMs) * factor);
  }

  /** Brings the service's meter up to the present instant. */
  measureUpTo(service: ServiceState): Usage {
    const usage = this.usages.get(service.name) ?? emptyUsage(this.scene.nowMs);
    this.usages.set(service.name, usage);
    if (service.status === 'INACTIVE') return emptyUsage(this.scene.nowMs);
    if (usage.sinceMs < this.scene.nowMs)
      accrue(usage, service, { demandRps: this.demandOf(service, usage.sinceMs), toMs: this.scene.nowMs });
    return usage;
  }

  /** Kills tasks that use more memory than they have. Source: Fargate kills the container, exit code 137. */
  killOversized(service: ServiceState): void {
    if (!Object.values(service.definitions).some(({ content }) => mayOutgrow(content))) return;
    const oversized = this.oversized(service);
    if (oversized.length === 0) return;
    this.change(service, () => {
      for (const task of oversized) {
        fail(task, STOPS.outOfMemory());
        this.bury(service, task);
      }
    });
  }

  private oversized(service: ServiceState): readonly TaskState[] {
    const groups = spreadDemand(service, this.demandOf(service, this.scene.nowMs));
    return service.tasks.filter((task) => {
      if (task.status !== 'RUNNING') return false;
      const group = groups.find(({ definition }) => definition.contentHash === task.contentHash);
      const rps = isServing(task) ? (group?.outcome.rpsPerTask ?? 0) : 0;
      const { memoryMiB } = definitionOf(service, task.contentHash).content;
      const usedMiB = memoryOfTask(service, task, { rps, nowMs: this.scene.nowMs });
      return usedMiB * this.unevenness(task) > memoryMiB;
    });
  }

  /** Tasks do not share load to the last request: 0.98 to 1. */
  private unevenness(task: TaskState): number {
    return 1 - 0.02 * unitAt(seedFor(this.scene.seed, 'memory'), task.id);
  }

  private stepTasks(service: ServiceState): void {
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const task = service.tasks.find(({ dueMs }) => dueMs <= this.scene.nowMs);
      if (!task) return;
      const before = task.status;
      const news = stepTask(service, task, this.scene);
      if (news !== 'moved') this.bury(service, task);
      else if (task.status !== before) this.tellMove(service, task);
    }
  }

  private tellMove(service: ServiceState, task: TaskState): void {
    if (task.status === 'RUNNING') {
      startedWell(service, task.contentHash);
      this.scene.sidecars.started(service.name, task.id);
    }
    hint(this.scene, 'task', service.name);
  }

  /** Takes an ended task off the books and counts it where it failed by itself. */
  private bury(service: ServiceState, task: TaskState): void {
    service.tasks = service.tasks.filter(({ id }) => id !== task.id);
    this.scene.sidecars.stopped(service.name, task.id);
    const stop = task.stop ?? STOPS.scaledIn(task.deploymentId);
    const { stopCode, stoppedReason, exitCode } = stop;
    const stoppedAt = new Date(this.scene.nowMs).toISOString();
    const { id, contentHash } = task;
    service.stopped.unshift({ id, contentHash, stoppedAt, stopCode, stoppedReason, exitCode });
    service.stopped.length = Math.min(service.stopped.length, STOPPED_KEPT);
    hint(this.scene, 'task', service.name);
    if (task.status === 'DEACTIVATING') return;
    this.countRestart(service);
    if (task.status !== 'RUNNING') failedToStart(service, contentHash, this.scene.nowMs);
    countFailure(this.scene, service, task);
  }

  /** Counts a task that had to be replaced although nobody scaled in. */
  countRestart(service: ServiceState): void {
    const usage = this.usages.get(service.name);
    if (usage) usage.restarts += 1;
  }

  private settle(service: ServiceState): void {
    if (service.status === 'ACTIVE')
      for (let steps = 0; steps < MOST_STEPS; steps += 1) {
        placeTasks(this.scene, service);
        if (!progress(this.scene, service)) break;
      }
    service.opened ||= service.tasks.some(isServing);
    if (service.status === 'DRAINING' && service.tasks.length === 0) {
      service.status = 'INACTIVE';
      hint(this.scene, 'deployment', service.name);
    }
    this.plan(service);
  }

  private plan(service: ServiceState): void {
    const loadEndsMs = this.loads.get(service.name)?.untilMs ?? 0;
    service.dueMs = dueOf(service, { nowMs: this.scene.nowMs, loadEndsMs });
    if (service.dueMs < NEVER) this.agenda.push({ dueMs: service.dueMs, name: service.name });
  }
}

function dueOf(service: ServiceState, { nowMs, loadEndsMs }: { nowMs: number; loadEndsMs: number }): number {
  let due = service.deployment?.stageEndsMs ?? NEVER;
  for (const task of service.tasks) due = Math.min(due, task.dueMs);
  for (const { untilMs } of Object.values(service.throttles))
    if (untilMs > nowMs) due = Math.min(due, untilMs);
  if (loadEndsMs > nowMs) due = Math.min(due, loadEndsMs);
  return due;
}
