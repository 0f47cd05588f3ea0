import type { Attempt, JobSpec, RetryCause } from '../contract/job.ts';
import { FARGATE_MEMORY_MIB } from '../contract/task-size.ts';
import { formatSpan } from '../format.ts';
import { addSeconds } from '../units.ts';

/** What a failed attempt leads to. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly at: string; readonly reason: string }
  | { readonly kind: 'give-up'; readonly reason: string };

/** What the decision looks at. */
export interface RetryFacts {
  readonly spec: JobSpec;
  readonly runId: string;
  /** All attempts, the failed one last, each with its cause. */
  readonly attempts: readonly Attempt[];
  readonly now: string;
  /** Whether a run at this memory would stay inside the budget. */
  readonly affords: (memoryMiB: number) => boolean;
}

/** How often the platform may fail a run before people should look; its failures use up no attempt of the job's own. */
const MOST_INFRA = 5;

const LONGEST_WAIT_SEC = 3_600;

/** Decides whether a failed attempt is tried again, when, and why or why not. Pure. */
export function decideRetry(facts: RetryFacts): RetryDecision {
  const { spec, attempts } = facts;
  const cause = attempts.at(-1)?.cause ?? 'error';
  const refusal = refusalOf(cause, facts);
  if (refusal !== undefined) return { kind: 'give-up', reason: refusal };
  const waitSec = backoffSec(spec, facts.runId, attempts.length);
  const larger = cause === 'oom' ? ` with ${nextMemoryMiB(attempts, spec)} MiB` : '';
  return {
    kind: 'retry',
    at: addSeconds(facts.now, waitSec),
    reason: `Tried again${larger} in ${waitSec < 90 ? `${waitSec} s` : formatSpan(waitSec)}.`,
  };
}

/**
 * The memory of the next attempt: the next larger legal one after the last ran out of memory, else that of the last.
 */
export function nextMemoryMiB(attempts: readonly Attempt[], spec: JobSpec): number {
  const last = attempts.at(-1);
  if (!last) return spec.memoryMiB;
  return last.cause === 'oom' ? (largerThan(last.memoryMiB, spec) ?? last.memoryMiB) : last.memoryMiB;
}

/**
 * Seconds before attempt `failed + 1`: doubled with each, an hour at most, and by up to half shorter. How much is drawn
 * from the run's id, so that runs that failed together do not come back together.
 */
export function backoffSec(spec: JobSpec, runId: string, failed: number): number {
  const doubled = Math.min(LONGEST_WAIT_SEC, spec.retries.backoffSec * 2 ** (failed - 1));
  const drawn = Number.parseInt(runId.slice(0, 8), 16) / 0x1_0000_0000;
  return Math.max(1, Math.round(doubled * (1 - drawn / 2)));
}

function refusalOf(cause: RetryCause, facts: RetryFacts): string | undefined {
  const { spec, attempts } = facts;
  if (!spec.retries.on.includes(cause)) return `Not tried again: retries.on leaves out ${cause}.`;
  const count = (counted: (cause: RetryCause) => boolean) =>
    attempts.filter((attempt) => attempt.cause !== undefined && counted(attempt.cause)).length;
  if (cause === 'infra')
    return count((c) => c === 'infra') > MOST_INFRA
      ? `Not tried again: the platform failed it ${MOST_INFRA + 1} times.`
      : undefined;
  const own = count((c) => c !== 'infra');
  if (own > spec.retries.max) return `Not tried again: ${spec.retries.max} retries are allowed.`;
  return cause === 'oom'
    ? oomRefusal(
        facts,
        count((c) => c === 'oom'),
      )
    : undefined;
}

function oomRefusal({ spec, attempts, affords }: RetryFacts, ooms: number): string | undefined {
  if (ooms > 1) return 'Not tried again: the next larger memory was not enough either.';
  const larger = largerThan(attempts.at(-1)?.memoryMiB ?? spec.memoryMiB, spec);
  if (larger === undefined) return `Not tried again: ${spec.cpuUnits} CPU units allow no more memory.`;
  return affords(larger) ? undefined : `Not tried again: ${larger} MiB would not fit the job's budget.`;
}

function largerThan(memoryMiB: number, { cpuUnits }: JobSpec): number | undefined {
  return FARGATE_MEMORY_MIB.get(cpuUnits)?.find((legal) => legal > memoryMiB);
}
