import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OpsEvent } from '../../core/contract/events.ts';
import { reconcile } from '../../core/fleet/reconcile.ts';
import { reportRunMetrics } from '../../core/jobs/report-metrics.ts';
import { subjectOfRun } from '../../core/jobs/run-id.ts';
import { runJob } from '../../core/jobs/run-jobs.ts';
import type { Ports } from '../../core/ports.ts';
import { react, reactToAlarm } from '../../core/react.ts';
import { TICK_SEC, tick } from '../../core/tick.ts';
import { MS } from '../../core/units.ts';
import type { CloudEvent } from './cloud/scene.ts';
import type { SimulatedCloud } from './cloud/simulated-cloud.ts';
import type { LevelStore } from './level-store.ts';
import { type TimerFaults, Timers } from './timers.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What a world is made of. */
export interface WorldParts {
  readonly ports: Ports;
  readonly store: LevelStore;
  readonly cloud: SimulatedCloud;
  readonly clock: VirtualClock;
  readonly timerFaults?: TimerFaults | undefined;
  readonly agents: Agents;
}

/** Whoever acts in virtual time beside the cloud: the agents of tasks. */
export interface Agents {
  /** Epoch ms at which one of them acts next. */
  nextDueMs(): number;
  act(): Promise<void>;
}

const TICK_MS = TICK_SEC * MS.second;

/** How long time may be lived through, in real milliseconds, before waiting calls are answered. */
const TURN_MS = 20;

/**
 * Virtual time of the embedded world: moves the clock from one thing that happens to the next, lets the cloud act,
 * delivers events, and ticks every 60 s. One advance at a time; calls queue up. Deterministic for a seed.
 */
export class World {
  readonly #parts: WorldParts;
  readonly #timers: Timers;
  readonly #hints: CloudEvent[] = [];
  #queue: Promise<void> = Promise.resolve();
  #nextTickMs: number;
  #targetMs: number;
  #turnMs = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#timers = new Timers(parts.ports, parts.store, parts.timerFaults);
    const nowMs = parts.clock.now().getTime();
    this.#nextTickMs = Math.ceil((nowMs + 1) / TICK_MS) * TICK_MS;
    this.#targetMs = nowMs;
    parts.cloud.onEvent((event) => this.#hints.push(event));
  }

  /** The instant that the advances asked for so far lead to. */
  get target(): Date {
    return new Date(this.#targetMs);
  }

  /** Lets `seconds` of virtual time pass, after whatever was asked before. Resolves when they have. */
  advance(seconds: number): Promise<void> {
    const fromMs = Math.max(this.#targetMs, this.#parts.clock.now().getTime());
    this.#targetMs = fromMs + Math.round(seconds * MS.second);
    return this.#enqueue(() => this.#advanceTo(fromMs + Math.round(seconds * MS.second)));
  }

  /** Delivers the events that wait, without letting time pass. */
  settle(): Promise<void> {
    return this.#enqueue(() => this.#deliver());
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #advanceTo(targetMs: number): Promise<void> {
    const { agents, clock, cloud, ports } = this.#parts;
    await this.#timers.load();
    await this.#deliver();
    while (clock.now().getTime() < targetMs) {
      const nextMs = Math.min(
        targetMs,
        this.#nextTickMs,
        Math.max(this.#nextDueMs(), clock.now().getTime() + 1),
      );
      await this.#giveTurn();
      clock.set(new Date(nextMs));
      cloud.advance();
      await this.#isolated(() => agents.act());
      await this.#deliver();
      await this.#isolated(() => this.#timers.fire(nextMs));
      await this.#deliver();
      if (nextMs < this.#nextTickMs) continue;
      this.#nextTickMs += TICK_MS;
      await tick(ports);
      if (nextMs % MS.hour === 0) await this.#parts.store.forgetExpired(new Date(nextMs).toISOString());
      await this.#deliver();
    }
  }

  #nextDueMs(): number {
    const { agents, cloud } = this.#parts;
    return Math.min(cloud.nextDueMs(), this.#timers.nextDueMs(), agents.nextDueMs());
  }

  /** Lets waiting calls and timers have their turn: a store in memory never does by itself. */
  async #giveTurn(): Promise<void> {
    if (performance.now() - this.#turnMs < TURN_MS) return;
    await nextTurn();
    this.#turnMs = performance.now();
  }

  /** Hands out what the cloud and the outbox have to say until both are silent. */
  async #deliver(): Promise<void> {
    let silent = false;
    while (!silent) {
      await this.#tellReports();
      const hints = this.#hints.splice(0);
      for (const event of hints) await this.#isolated(() => this.#tellCloudEvent(event));
      let delivered = 0;
      await this.#parts.store.drainOutbox(async (event) => {
        delivered += 1;
        await this.#isolated(() => this.#tellEvent(event));
      });
      silent = this.#hints.length === 0 && delivered === 0;
    }
  }

  /** Hands in what tasks of jobs said of themselves, as their own calls would. */
  async #tellReports(): Promise<void> {
    const { cloud, ports } = this.#parts;
    for (const { job, runId: id, metrics } of cloud.takeReports()) {
      const actor = { sub: subjectOfRun({ job, id }), kind: 'task' } as const;
      const report = { job, id, metrics, actor, correlationId: `report-${ports.ids.next()}` };
      await this.#isolated(() => reportRunMetrics(ports, report));
    }
  }

  #tellEvent(event: OpsEvent): Promise<void> {
    return react(this.#parts.ports, event);
  }

  async #tellCloudEvent(event: CloudEvent): Promise<void> {
    const { ports } = this.#parts;
    const correlationId = `event-${ports.ids.next()}`;
    if (event.kind === 'alarm') {
      await reactToAlarm(ports, { ...event, kind: event.alarmKind, correlationId });
      return;
    }
    if (event.kind === 'run') await runJob(ports, { job: event.service, correlationId });
    else await reconcile(ports, { service: event.service, correlationId });
  }

  /** A reaction that fails is logged; the tick does again what it left undone. */
  async #isolated(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#parts.ports.log.error('event.failed', { error: said });
    }
  }
}
