import type { Log } from '../../core/ports.ts';
import type { World } from './world.ts';

/** How often real time is turned into virtual time, in milliseconds. */
const STEP_MS = 100;

/** Lets virtual time run `speed` times as fast as real time; 0 pauses. One real second is at most `speed` virtual ones. */
export class Pace {
  readonly #world: World;
  readonly #log: Log;
  #speed: number;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = 0;
  #busy = false;

  constructor(world: World, { speed, log }: { readonly speed: number; readonly log: Log }) {
    this.#world = world;
    this.#log = log;
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Virtual seconds a second, 0..3,600. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  start(): void {
    this.#lastMs = performance.now();
    this.#timer = setInterval(() => void this.#step(), STEP_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A machine too slow for the speed lets time fall behind rather than piling work up. */
  async #step(): Promise<void> {
    if (this.#busy) return;
    const nowMs = performance.now();
    const elapsedSec = Math.min(1, (nowMs - this.#lastMs) / 1_000);
    this.#lastMs = nowMs;
    if (this.#speed === 0) return;
    this.#busy = true;
    try {
      await this.#world.advance(elapsedSec * this.#speed);
    } catch (error) {
      this.#log.error('clock.failed', { error: error instanceof Error ? error.stack : String(error) });
    } finally {
      this.#busy = false;
    }
  }
}
