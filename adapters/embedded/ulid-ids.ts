import { monotonicFactory } from 'ulid';
import type { Clock, Ids } from '../../core/ports.ts';
import { unitAtNumber } from './seeded-random.ts';

/** ULIDs at the time of `clock`; each sorts after the one before, even when the clock stands or steps back. */
export class UlidIds implements Ids {
  readonly #clock: Clock;
  readonly #make: (time: number) => string;

  /** With a `seed` the same times give the same ids; without it they are cryptographically random. */
  constructor(clock: Clock, { seed }: { readonly seed?: number | undefined } = {}) {
    this.#clock = clock;
    this.#make = monotonicFactory(seed === undefined ? undefined : seededRandom(seed));
  }

  next(): string {
    return this.#make(Math.max(1, this.#clock.now().getTime())); // the library takes 0 for "the wall time"
  }
}

function seededRandom(seed: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return unitAtNumber(seed, drawn);
  };
}
