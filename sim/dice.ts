import { seedFor, unitAtNumber } from '../adapters/embedded/seeded-random.ts';

/** Chance that follows from a seed and a name alone: the same ones throw the same numbers in the same order. */
export class Dice {
  readonly #seed: number;
  #thrown = 0;

  constructor(seed: number, name: string) {
    this.#seed = seedFor(seed, name);
  }

  /** A number in [0, 1). */
  unit(): number {
    this.#thrown += 1;
    return unitAtNumber(this.#seed, this.#thrown);
  }

  /** A whole number from `low` to `high`, both possible. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  /** True with this chance, 0..1. */
  chance(ratio: number): boolean {
    return this.unit() < ratio;
  }

  /** One of `choices`. @throws RangeError when there is none. */
  pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.whole(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to pick from');
    return choice;
  }
}
