import { monotonicFactory } from 'ulid';
import type { Ids } from '../../core/ports.ts';

/** ULIDs of the real time, each after the one before in the same container. */
export class AwsIds implements Ids {
  readonly #make = monotonicFactory();

  next(): string {
    return this.#make();
  }
}
