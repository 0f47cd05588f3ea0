import type { CloudMutation, DevCloud } from '../../../core/contract/dev.ts';
import { OpsError } from '../../../core/errors.ts';
import type { Compute } from '../../../core/fleet/compute.ts';
import type { TaskRunner } from '../../../core/jobs/task-runner.ts';
import type { Alarms, Clock, ImageRegistry, Metrics, Secrets } from '../../../core/ports.ts';
import { MS } from '../../../core/units.ts';
import { seedFor } from '../seeded-random.ts';
import { CALM_SHAPE, generatedWorkload } from '../workloads/generated-workload.ts';
import type { Workload } from '../workloads/workload.ts';
import { type AlterByHand, alterByHand } from './alter-by-hand.ts';
import { type CloudSnapshot, parseSnapshot } from './cloud-snapshot.ts';
import { rollBack } from './deployments.ts';
import { EventBus, type EventFaults, type EventListener, NO_EVENT_FAULTS } from './event-bus.ts';
import { Fleet } from './fleet.ts';
import { inFlight, type ServiceState } from './fleet-state.ts';
import { MutationLog } from './mutation-log.ts';
import { showService } from './observe-service.ts';
import type { Scene } from './scene.ts';
import { NO_SIDECARS, type Sidecars } from './sidecars.ts';
import { SimulatedAlarms } from './simulated-alarms.ts';
import { SimulatedCompute } from './simulated-compute.ts';
import { SimulatedMetrics } from './simulated-metrics.ts';
import { SimulatedRegistry, SimulatedSecrets } from './simulated-registry.ts';
import { type RunTaskState, SimulatedTasks, type TaskReport } from './task-runner.ts';
import { emptyUsage, measure } from './usage-meter.ts';

export interface SimulatedCloudOptions {
  readonly clock: Clock;
  /** Everything that chance decides follows from it. */
  readonly seed: number;
  /** The demand on a service; undefined: calm demand that lets its first tasks run at about 40 % of CPU. */
  readonly workloads: (service: string) => Workload | undefined;
  /** Part of alarm names. */
  readonly environment: string;
  readonly events?: EventFaults;
  readonly sidecars?: Sidecars | undefined;
}

/**
 * A cloud in one process: ECS, CloudWatch, a registry and a secret store with their semantics, in virtual time.
 * Nothing happens by itself: whoever owns the clock sets it, to `nextDueMs()` at the furthest, and calls `advance`.
 * The same seed and the same calls at the same times give the same history.
 */
export class SimulatedCloud {
  readonly compute: Compute;
  readonly tasks: TaskRunner;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly images: ImageRegistry = new SimulatedRegistry();
  readonly secrets: Secrets = new SimulatedSecrets();
  private readonly scene: Scene;
  private readonly fleet: Fleet;
  private readonly bus: EventBus;
  private readonly log: MutationLog;
  private readonly runner: SimulatedTasks;
  private readonly meters: SimulatedMetrics;
  private readonly alarmBook: SimulatedAlarms;
  private readonly demands = new Map<string, Workload>();
  private minuteMs: number;

  constructor(private readonly options: SimulatedCloudOptions) {
    const { clock, seed, environment } = options;
    const bus = new EventBus(seed, options.events ?? NO_EVENT_FAULTS);
    const scene: Scene = {
      seed,
      nowMs: clock.now().getTime(),
      emit: (event) => bus.send(event, scene.nowMs),
      sidecars: options.sidecars ?? NO_SIDECARS,
    };
    this.bus = bus;
    this.scene = scene;
    this.log = new MutationLog(scene);
    this.fleet = new Fleet(scene, (service) => this.workloadOf(service));
    this.metrics = this.meters = new SimulatedMetrics(clock);
    const parts = { scene, mutations: this.log, catchUp: () => this.simulate() };
    this.alarms = this.alarmBook = new SimulatedAlarms({ ...parts, metrics: this.meters, environment });
    this.compute = new SimulatedCompute({
      ...parts,
      fleet: this.fleet,
      isAlarming: (name) => this.alarmBook.isAlarming(name),
    });
    this.tasks = this.runner = new SimulatedTasks(parts);
    this.minuteMs = (Math.floor(scene.nowMs / MS.minute) + 1) * MS.minute;
  }

  /** Every call that altered the cloud, with its cause; the newest 10,000, oldest first. */
  get mutations(): readonly CloudMutation[] {
    return this.log.all;
  }

  /** Epoch ms of the next thing that happens by itself: a task moves, a minute ends, an event arrives. */
  nextDueMs(): number {
    return Math.min(this.minuteMs, this.fleet.nextDueMs(), this.runner.nextDueMs(), this.bus.nextDueMs());
  }

  /** Lets everything happen that is due at the clock's time, in order, then hands out the events that have arrived. */
  advance(): void {
    this.simulate();
    this.bus.deliver(this.scene.nowMs);
  }

  /** Tells `listener` of what happens; listeners are called from `advance` only. */
  onEvent(listener: EventListener): void {
    this.bus.listen(listener);
  }

  /** What tasks of jobs have said of themselves since it was asked last. */
  takeReports(): readonly TaskReport[] {
    return this.runner.reports.splice(0);
  }

  /**
   * Multiplies the demand on a service for a while; factor 1 is its workload as it stands. CPU utilization above the
   * idle share is proportional to it: `demandFor` says which demand, and so which factor, gives which utilization.
   */
  setLoad(service: string, factor: number, forSec: number): void {
    this.simulate();
    this.fleet.setLoad(service, { factor, untilMs: this.scene.nowMs + forSec * MS.second });
  }

  /** Does what a person does in the console, behind the product's back. @throws OpsError `service.not_found` */
  alterByHand(request: AlterByHand): void {
    this.simulate();
    alterByHand({ scene: this.scene, fleet: this.fleet, mutations: this.log }, request);
  }

  /** Demand on the service now, in requests a second, with its load factor. */
  demandOf(service: string): number | undefined {
    const found = this.fleet.services.get(service);
    return found && this.fleet.demandOf(found, this.scene.nowMs);
  }

  /** Every service and every task of a job as they stand now; whoever looks alters nothing. */
  look(): { readonly services: ReadonlyMap<string, ServiceState>; readonly runs: readonly RunTaskState[] } {
    this.simulate();
    return { services: this.fleet.services, runs: this.runner.save() };
  }

  /** The cloud as `GET /dev/cloud` shows it. */
  state(): DevCloud {
    const present = [...this.look().services.values()].filter(({ status }) => status !== 'INACTIVE');
    return {
      now: new Date(this.scene.nowMs).toISOString(),
      services: present.map((service) => showService(service, this.scene.nowMs)),
      alarms: this.alarmBook.all().map(({ name, state }) => ({ name, state })),
      mutations: [...this.mutations],
    };
  }

  /** Everything the cloud knows, as JSON; without `history` its metrics start anew, which makes it small. */
  snapshot({ history }: { readonly history: boolean } = { history: true }): CloudSnapshot {
    this.simulate();
    const services = [...this.fleet.services.values()].map((state) => ({
      state,
      usage: this.fleet.measureUpTo(state),
    }));
    return structuredClone({
      version: 1,
      now: new Date(this.scene.nowMs).toISOString(),
      minuteMs: this.minuteMs,
      services,
      loads: [...this.fleet.loadFactors],
      alarms: [...this.alarmBook.all()],
      mutations: [...this.mutations],
      tasks: [...this.runner.save()],
      events: this.bus.save(),
      metrics: history ? this.meters.save() : [],
    });
  }

  /**
   * Puts the cloud back to what `snapshot` gave. The clock must stand at its `now` or later; time since then is made
   * up for. @throws OpsError `dev.not_here` when the state cannot be read or lies in the clock's future.
   */
  restore(json: unknown): void {
    const saved = parseSnapshot(json);
    const savedMs = Date.parse(saved.now);
    if (savedMs > this.options.clock.now().getTime())
      throw new OpsError('dev.not_here', `The saved cloud stands at ${saved.now}, which is in the future.`, {
        remedy: 'Set the clock to that time first.',
      });
    this.scene.nowMs = savedMs;
    this.minuteMs = saved.minuteMs;
    this.fleet.load(saved);
    this.alarmBook.load(saved.alarms);
    this.log.load(saved.mutations);
    this.runner.load(saved.tasks);
    this.bus.load(saved.events);
    this.meters.load(saved.metrics);
    this.demands.clear();
  }

  private simulate(): void {
    const nowMs = this.options.clock.now().getTime();
    for (;;) {
      const serviceDueMs = this.fleet.nextDueMs();
      const tasksDueMs = this.runner.nextDueMs();
      const dueMs = Math.min(serviceDueMs, tasksDueMs, this.minuteMs);
      if (dueMs > nowMs) break;
      this.scene.nowMs = Math.max(this.scene.nowMs, dueMs);
      if (tasksDueMs === dueMs) this.runner.runDue();
      else if (serviceDueMs === dueMs) this.fleet.runNext();
      else this.endMinute();
    }
    this.scene.nowMs = nowMs;
  }

  /** Measures the minute that ends, then evaluates alarms on what is published by now. */
  private endMinute(): void {
    this.minuteMs += MS.minute;
    for (const service of this.fleet.services.values())
      if (service.status !== 'INACTIVE') this.publish(service);
    this.alarmBook.evaluate();
    for (const service of this.fleet.services.values()) this.heedAlarms(service);
  }

  private publish(service: ServiceState): void {
    const usage = this.fleet.measureUpTo(service);
    this.meters.storeOf(service.name).write(this.scene.nowMs - MS.minute, measure(usage, service));
    this.fleet.usages.set(service.name, emptyUsage(this.scene.nowMs));
    this.fleet.killOversized(service);
  }

  /** Rolls a rollout back when one of its alarms has gone to ALARM since it began. */
  private heedAlarms(service: ServiceState): void {
    const deployment = inFlight(service);
    if (!deployment || deployment.rollbackAlarms.length === 0) return;
    const alarm = deployment.rollbackAlarms.find(
      (name) => !deployment.ignoredAlarms.includes(name) && this.alarmBook.isAlarming(name),
    );
    if (alarm === undefined) return;
    const reason = `Service deployment rolled back because of the CloudWatch alarm ${alarm}.`;
    this.fleet.change(service, () => rollBack(this.scene, service, reason));
  }

  private workloadOf(service: ServiceState): Workload {
    const known = this.demands.get(service.name);
    if (known) return known;
    const seed = seedFor(this.options.seed, `workload/${service.name}`);
    const made =
      this.options.workloads(service.name) ??
      generatedWorkload({ ...CALM_SHAPE, seed, baseRps: service.ordinaryRps });
    this.demands.set(service.name, made);
    return made;
  }
}
