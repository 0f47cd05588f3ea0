import { isDeepStrictEqual } from 'node:util';

/** A promise of the story that does not hold. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** How the story says what must hold. */
export const promise = {
  /** @throws BrokenPromise unless `condition` holds. */
  that(condition: boolean, what: string): void {
    if (!condition) throw new BrokenPromise(what);
  },

  /** @throws BrokenPromise unless `actual` equals `expected`. */
  equal(actual: unknown, expected: unknown, what: string): void {
    if (!isDeepStrictEqual(actual, expected))
      throw new BrokenPromise(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  },

  broken(what: string): never {
    throw new BrokenPromise(what);
  },
};
