import type { FunctionName } from '../core/contract/functions.ts';

/** What a function gets. CPU comes with memory: 1,769 MB is one vCPU (source: Lambda developer guide, "Memory"). */
export interface FunctionSettings {
  readonly memoryMiB: number;
  readonly timeoutSec: number;
  /**
   * Runs at once, set aside for it: nobody else can take them, and it can never take more. All of them together leave
   * the 100 that Lambda keeps unreserved in an account with the usual quota of 1,000.
   */
  readonly concurrency: number;
}

/**
 * Every function's share. HTTP functions answer below the 29 s after which API Gateway gives up; functions behind a
 * queue end well within its visibility timeout, which is six times theirs. `reconcile` also ends before its leases do
 * (`core/worker-gone.ts`).
 */
export const FUNCTION_SETTINGS: Readonly<Record<FunctionName, FunctionSettings>> = {
  api: { memoryMiB: 1_024, timeoutSec: 20, concurrency: 100 },
  changes: { memoryMiB: 1_024, timeoutSec: 20, concurrency: 50 },
  audit: { memoryMiB: 1_024, timeoutSec: 28, concurrency: 5 },
  policies: { memoryMiB: 1_024, timeoutSec: 20, concurrency: 50 },
  live: { memoryMiB: 512, timeoutSec: 10, concurrency: 20 },
  push: { memoryMiB: 512, timeoutSec: 60, concurrency: 10 },
  outbox: { memoryMiB: 512, timeoutSec: 60, concurrency: 10 },
  intake: { memoryMiB: 1_024, timeoutSec: 60, concurrency: 2 },
  alarm: { memoryMiB: 1_024, timeoutSec: 60, concurrency: 10 },
  reconcile: { memoryMiB: 1_024, timeoutSec: 60, concurrency: 20 },
  tick: { memoryMiB: 1_024, timeoutSec: 120, concurrency: 2 },
  anchor: { memoryMiB: 512, timeoutSec: 120, concurrency: 1 },
  timers: { memoryMiB: 512, timeoutSec: 60, concurrency: 2 },
  'night-plan': { memoryMiB: 512, timeoutSec: 60, concurrency: 1 },
  optimize: { memoryMiB: 1_769, timeoutSec: 900, concurrency: 10 },
};
