import { MS } from '../../../core/units.ts';
import type { ServiceState } from './fleet-state.ts';

/** Failed starts in a row that are retried without waiting. */
const FREE_RETRIES = 2;

const FIRST_WAIT_SEC = 15;

/** The longest wait between two tries. Source: Amazon ECS developer guide, "Service throttle logic". */
const LONGEST_WAIT_MIN = 27;

/**
 * Notes a task that went from PENDING to STOPPED without running: from the third in a row on, ECS waits longer and
 * longer before it tries again. A new task definition starts afresh; tasks that ran before they stopped never count.
 */
export function failedToStart(service: ServiceState, contentHash: string, nowMs: number): void {
  const failures = (service.throttles[contentHash]?.failures ?? 0) + 1;
  service.throttles[contentHash] = { failures, untilMs: nowMs + waitMs(failures) };
}

/** A task of this revision runs: the next failure is the first again. */
export function startedWell(service: ServiceState, contentHash: string): void {
  delete service.throttles[contentHash];
}

function waitMs(failures: number): number {
  if (failures <= FREE_RETRIES) return 0;
  const waitSec = FIRST_WAIT_SEC * 2 ** (failures - FREE_RETRIES - 1);
  return Math.min(waitSec * MS.second, LONGEST_WAIT_MIN * MS.minute);
}
