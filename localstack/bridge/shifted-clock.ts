import { renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../core/ports.ts';

/** The name of the variable that tells a process preloaded with virtual-time.mjs where the shift stands. */
export const CLOCK_VARIABLE = 'HMSOPS_TEST_CLOCK';

/**
 * Virtual time of a deployment: real time, shifted. It passes by itself, a second a second, and jumps when it is told
 * to; every function that was preloaded with virtual-time.mjs jumps with it.
 */
export class ShiftedClock implements Clock {
  readonly #file: string;
  #shiftMs = 0;

  /** Begins at `start`; the shift is told in `file`. */
  constructor(file: string, start: Date) {
    this.#file = file;
    this.#jump(start.getTime());
  }

  now(): Date {
    return new Date(Date.now() + this.#shiftMs);
  }

  /** Moves time on to `ms` since 1970; nothing happens where it is later already. */
  jumpTo(ms: number): void {
    if (ms > this.now().getTime()) this.#jump(ms);
  }

  /** Begins anew at `start`, which may lie in the past: for a world that was emptied. */
  restart(start: Date): void {
    this.#jump(start.getTime());
  }

  #jump(ms: number): void {
    this.#shiftMs = ms - Date.now();
    writeFileSync(`${this.#file}.new`, String(this.#shiftMs));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
