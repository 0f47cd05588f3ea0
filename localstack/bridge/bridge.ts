import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { inBatches } from '../../adapters/aws/in-batches.ts';
import type { CloudEvent } from '../../adapters/embedded/cloud/scene.ts';
import type { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import type { TaskAgents } from '../../adapters/embedded/policy/task-agents.ts';
import { MS } from '../../core/units.ts';
import type { AlarmChange, AlarmMirror } from './alarm-mirror.ts';
import type { JobSchedules } from './job-schedules.ts';
import type { MetricFeed } from './metric-feed.ts';
import type { PolicyWatch } from './policy-watch.ts';
import type { Quiet } from './quiet.ts';
import type { ShiftedClock } from './shifted-clock.ts';
import { nextTickMs } from './tick-plan.ts';
import type { Wakings } from './wakings.ts';

/** What a bridge joins: virtual time, the simulated cloud with what runs beside its tasks, and the deployed product. */
export interface BridgeParts {
  readonly clock: ShiftedClock;
  readonly cloud: SimulatedCloud;
  readonly agents: TaskAgents;
  /** Tells what ECS put on the default bus since it was asked last. */
  readonly ecs: { takeEvents(): readonly PutEventsRequestEntry[] };
  readonly feed: MetricFeed;
  readonly mirror: AlarmMirror;
  readonly schedules: JobSchedules;
  readonly policies: PolicyWatch;
  readonly wakings: Wakings;
  readonly quiet: Quiet;
}

/** Source: Amazon EventBridge API Reference, PutEvents. */
const EVENTS = {
  most: 10,
  maxBytes: 200_000,
  bytesOf: ({ Detail = '' }: PutEventsRequestEntry) => Detail.length,
};

/** Events of ECS may lie on the bus for so long, in virtual ms, before the product is given time to react. */
const REACT_MS = 20 * MS.second;

/**
 * Virtual time of a deployment: moves the clock from one thing that happens to the next, lets the simulated cloud live,
 * tells the product what AWS would tell it, wakes it as its schedules do, and gives it time to react. One advance at a
 * time; calls queue up.
 */
export class Bridge {
  readonly #parts: BridgeParts;
  readonly #events = new EventBridgeClient({});
  #alarms: AlarmChange[] = [];
  #movedMs: number;
  #toldMs: number | undefined;
  #wokenMs = 0;
  #measuredMin = 0;
  /** Whether the product may have something to do since it was quiet last. */
  #isTouched = true;
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: BridgeParts) {
    this.#parts = parts;
    this.#movedMs = parts.clock.now().getTime();
    parts.cloud.onEvent((event) => this.#hear(event));
  }

  /** Lets `seconds` of virtual time pass, after whatever was asked before. Resolves when the product has come to rest. */
  advance(seconds: number): Promise<void> {
    return this.#enqueue(() => this.#advanceTo(this.#nowMs() + seconds * MS.second));
  }

  /** Waits until the product has done what it was asked, without letting time pass beyond that. */
  settle(): Promise<void> {
    return this.#enqueue(async () => {
      this.#live();
      await this.#tell();
      await this.#rest();
    });
  }

  /** Says that somebody asked something of the product. */
  touch(): void {
    this.#isTouched = true;
    this.#movedMs = this.#nowMs();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #advanceTo(targetMs: number): Promise<void> {
    const { clock, agents, cloud, schedules } = this.#parts;
    await this.#rest();
    const fromMs = this.#nowMs();
    const tickAt = (nowMs: number) =>
      nextTickMs({ nowMs, fromMs, targetMs, movedMs: this.#movedMs, wokenMs: this.#wokenMs });
    for (let nowMs = fromMs, tickMs = tickAt(fromMs); nowMs < targetMs; nowMs = this.#nowMs()) {
      const eventMs = Math.max(
        Math.min(cloud.nextDueMs(), agents.nextDueMs(), schedules.nextDueMs()),
        nowMs + 1,
      );
      const nextMs = Math.min(targetMs, tickMs, eventMs);
      clock.jumpTo(nextMs);
      this.#live();
      await this.#act(nextMs);
      await this.#tell();
      const isDue = await this.#fire(nextMs, tickMs);
      if (isDue || this.#isTold()) await this.#rest();
      tickMs = isDue ? tickAt(this.#nowMs()) : Math.min(tickMs, tickAt(this.#nowMs()));
    }
    await this.#measure();
    await this.#rest();
  }

  /** Fires what schedules say for now; returns whether any did. */
  async #fire(nowMs: number, tickMs: number): Promise<boolean> {
    const jobs = await this.#parts.schedules.fire(nowMs);
    if (jobs > 0) this.touch();
    if (nowMs >= tickMs) await this.#wake(nowMs);
    return jobs > 0 || nowMs >= tickMs;
  }

  #live(): void {
    this.#parts.cloud.advance();
  }

  async #act(nowMs: number): Promise<void> {
    const { agents } = this.#parts;
    if (agents.nextDueMs() > nowMs) return;
    await agents.act();
    this.touch();
  }

  #hear(event: CloudEvent): void {
    if (event.kind === 'alarm') this.#alarms.push(event);
  }

  /** Puts on the bus what happened in the cloud. Alarms come after what they were measured by. */
  async #tell(): Promise<void> {
    const { mirror, ecs } = this.#parts;
    const entries = ecs.takeEvents();
    for (const batch of inBatches(entries, EVENTS))
      await this.#events.send(new PutEventsCommand({ Entries: batch }));
    const alarms = this.#alarms.splice(0);
    if (alarms.length > 0) {
      await this.#measure();
      await mirror.tell(alarms);
    }
    if (entries.length === 0 && alarms.length === 0) return;
    this.#isTouched = true;
    const isCalm = entries.length === 0 && alarms.every(({ state }) => state !== 'ALARM');
    if (!isCalm) this.#movedMs = this.#nowMs();
    this.#toldMs ??= alarms.length > 0 ? 0 : this.#nowMs();
  }

  /** Whether something was told long enough ago that time must not pass on before the product has reacted. */
  #isTold(): boolean {
    return this.#toldMs !== undefined && this.#nowMs() - this.#toldMs >= REACT_MS;
  }

  async #measure(): Promise<void> {
    const { feed, cloud, clock } = this.#parts;
    const minute = Math.floor(this.#nowMs() / MS.minute);
    if (minute === this.#measuredMin) return;
    this.#measuredMin = minute;
    const services = cloud.state().services.map(({ name }) => name);
    await feed.tell(cloud.metrics, services, clock.now());
  }

  async #wake(nowMs: number): Promise<void> {
    await this.#measure();
    await this.#parts.wakings.wake(nowMs);
    this.#wokenMs = nowMs;
    this.#isTouched = true;
  }

  /** Waits until the product is quiet, then looks what it has changed of what this bridge plays. */
  async #rest(): Promise<void> {
    if (!this.#isTouched) return;
    this.#isTouched = false;
    this.#toldMs = undefined;
    const { quiet, mirror, policies, schedules } = this.#parts;
    await quiet.wait();
    await Promise.all([mirror.look(), policies.look(), schedules.look(this.#nowMs())]);
  }

  #nowMs(): number {
    return this.#parts.clock.now().getTime();
  }
}
