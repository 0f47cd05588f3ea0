import type { Change } from '../core/contract/change.ts';
import { CHANGE_ENDS } from '../core/contract/lifecycle.ts';
import type { Client } from './create-client.ts';

/** How long a Change is followed, and who hears of it meanwhile. */
export interface FollowOptions {
  /** Seconds until it is given up; 900 unless told. */
  readonly timeoutSec?: number;
  /** Seconds between two reads; 1 unless told. */
  readonly everySec?: number;
  readonly pause: (ms: number) => Promise<void>;
  /** Hears of each state that was read; answering `stop` ends the following. */
  readonly seen?: (change: Change) => Promise<'stop' | undefined>;
}

/** Whether nothing more happens to a Change by itself. Pure. */
export function hasEnded(change: Change): boolean {
  return change.plan.noChange || CHANGE_ENDS.includes(change.status);
}

/**
 * Reads a Change until it ends, whatever the end; look at its `status`.
 * @throws ApiProblem when it cannot be read; an error named `TimeoutError` after `timeoutSec`.
 */
export async function followChange(
  api: Pick<Client, 'getChange'>,
  first: Change,
  { timeoutSec = 900, everySec = 1, pause, seen }: FollowOptions,
): Promise<Change> {
  let change = first;
  const reads = Math.ceil(timeoutSec / everySec);
  for (let read = 0; read < reads; read += 1) {
    if ((await seen?.(change)) === 'stop' || hasEnded(change)) return change;
    await pause(everySec * 1_000);
    change = await api.getChange({ params: { id: change.id } });
  }
  if (hasEnded(change)) return change;
  throw Object.assign(new Error(`Change ${change.id} is still ${change.status}: ${change.statusReason}`), {
    name: 'TimeoutError',
  });
}
