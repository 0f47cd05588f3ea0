import type { JobBehaviour } from './job-behaviour.ts';

/** What an image does when a task runs it. Latencies are those of an idle task. */
export interface ImageBehaviour {
  /** Seconds from the decision to start a task until its container runs: [from, to). */
  readonly startSec: readonly [number, number];
  /** Seconds from running until the health check passes. */
  readonly warmUpSec: number;
  /** CPU time of one request, in milliseconds of one vCPU. */
  readonly cpuMsPerRequest: number;
  /** CPU that a task burns without any request, in vCPU. */
  readonly idleVcpu: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Memory of a task: `base + perRps x requests a second`, at most `max`, plus growth since its start. */
  readonly memoryMiB: { readonly base: number; readonly perRps: number; readonly max: number };
  readonly growthMiBPerMin: number;
  /** Share of requests answered with a 5xx, whatever the load. */
  readonly errorRatio: number;
  /** Ends the container by itself this long after it started. */
  readonly exits?: { readonly afterSec: number; readonly code: number };
  /** Keeps a task from ever running. */
  readonly startFailure?: 'cannot-pull' | 'exec-format';
  /** What it does as a job's task; a short batch unless told. */
  readonly job?: JobBehaviour;
}

/** A well-behaved web service: starts in 30 to 50 s, 20 ms of CPU a request. Images differ from it by some fields. */
export const PLAIN_BEHAVIOUR: ImageBehaviour = {
  startSec: [30, 50],
  warmUpSec: 15,
  cpuMsPerRequest: 20,
  idleVcpu: 0.005,
  p50Ms: 45,
  p95Ms: 120,
  memoryMiB: { base: 180, perRps: 4, max: 400 },
  growthMiBPerMin: 0,
  errorRatio: 0,
};
