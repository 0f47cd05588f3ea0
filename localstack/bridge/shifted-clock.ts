import { renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../core/ports.ts';

/** The name of the variable that tells a process preloaded with virtual-time.mjs where the clock's file stands. */
export const CLOCK_VARIABLE = 'HMSOPS_TEST_CLOCK';

/**
 * How fast virtual time passes by itself: so slowly that a slow machine plays the same story, and fast enough that what
 * two functions do one after the other is never at the same instant.
 */
const RATE = 0.05;

/**
 * Virtual time of a deployment. It creeps, and jumps when it is told to; every function that was preloaded with
 * virtual-time.mjs jumps with it.
 */
export class ShiftedClock implements Clock {
  readonly #file: string;
  #base = { realMs: 0, virtualMs: 0 };

  /** Begins at `start`; where it stands is told in `file`. */
  constructor(file: string, start: Date) {
    this.#file = file;
    this.#jump(start.getTime());
  }

  now(): Date {
    const { realMs, virtualMs } = this.#base;
    return new Date(Math.floor(virtualMs + (Date.now() - realMs) * RATE));
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
    this.#base = { realMs: Date.now(), virtualMs: ms };
    writeFileSync(`${this.#file}.new`, `${this.#base.realMs} ${ms} ${RATE}`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}
