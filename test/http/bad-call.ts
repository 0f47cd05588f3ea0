import { type Sent, SPECS } from './world.ts';

/** A call that must be refused: how, naming which field, and with which remedy. */
export interface BadCall {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly sent: Sent;
  readonly status: number;
  /** The field that the problem names. */
  readonly field: string;
  /** What the remedy must say. */
  readonly remedy?: RegExp;
}

const spec = SPECS.ingest;

/** JSON nested this deep. */
export const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
/** A deploy whose spec is changed like this. */
export const body = (changed: object): Sent => ({ body: { ...spec, ...changed } });
