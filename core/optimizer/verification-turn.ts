import { sha256Hex } from '../digest.ts';
import type { Store } from '../store/store.ts';
import { MS } from '../units.ts';

/** How often a proposal is looked at: the platform shows killed tasks for an hour. */
const EVERY_MIN = 15;

/** The quarter in which this worker last looked at a proposal, or saw it first. What is lost with a worker costs a quarter. */
const lastQuarter = new WeakMap<Store, Map<string, number>>();

/**
 * Whether it is a proposal's turn to be looked at: once in each quarter of an hour, in a minute of its own. Were all due
 * in one minute, a tick that has to end would never reach the last of many; a minute in which nobody ticked is made up for.
 */
export function takesTurn(store: Store, id: string, nowMs: number): boolean {
  const minute = Math.floor(nowMs / MS.minute) + shiftOf(id);
  const quarter = Math.floor(minute / EVERY_MIN);
  const known = lastQuarter.get(store) ?? new Map<string, number>();
  lastQuarter.set(store, known);
  const last = known.get(id);
  known.set(id, quarter);
  return last === undefined ? minute % EVERY_MIN === 0 : quarter !== last;
}

function shiftOf(id: string): number {
  return Number.parseInt(sha256Hex(id).slice(0, 8), 16) % EVERY_MIN;
}
