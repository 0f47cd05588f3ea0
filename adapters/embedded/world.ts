import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OpsEvent } from '../../core/contract/events.ts';
import { reconcile } from '../../core/fleet/reconcile.ts';
import type { Ports } from '../../core/ports.ts';
import { react, reactToAlarm } from '../../core/react.ts';
import { TICK_SEC, tick } from '../../core/tick.ts';
import { MS } from '../../core/units.ts';
import type { CloudEvent } from './cloud/scene.ts';
import type { SimulatedCloud } from './cloud/simulated-cloud.ts';
import type { LevelStore } from './level-store.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What a world is made of. */
export interface WorldParts {
  readonly ports: Ports;
  readonly store: LevelStore;
  readonly cloud: SimulatedCloud;
  readonly clock: VirtualClock;
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
  readonly #hints: CloudEvent[] = [];
  #queue: Promise<void> = Promise.resolve();
  #nextTickMs: number;
  #targetMs: number;
  #turnMs = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
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
    const { clock, cloud, ports } = this.#parts;
    await this.#deliver();
    while (clock.now().getTime() < targetMs) {
      const nextMs = Math.min(
        targetMs,
        this.#nextTickMs,
        Math.max(cloud.nextDueMs(), clock.now().getTime() + 1),
      );
      await this.#giveTurn();
      clock.set(new Date(nextMs));
      cloud.advance();
      await this.#deliver();
      if (nextMs < this.#nextTickMs) continue;
      this.#nextTickMs += TICK_MS;
      await tick(ports);
      if (nextMs % MS.hour === 0) await this.#parts.store.forgetExpired(new Date(nextMs).toISOString());
      await this.#deliver();
    }
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
    await reconcile(ports, { service: event.service, correlationId });
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
