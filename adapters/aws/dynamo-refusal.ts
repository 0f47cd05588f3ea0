import type { CancellationReason } from '@aws-sdk/client-dynamodb';

/**
 * Why a transaction was cancelled. `conflict`: an expectation of the caller does not hold. `race`: only the end of an
 * audit stream moved, or two transactions met; the same commit may pass now. `failure`: the table could not.
 */
export type Refusal = 'conflict' | 'race' | 'failure';

/** The refusal that `reasons` amount to; the first `writes` of them are about the caller's own writes. Pure. */
export function refusalOf(reasons: readonly CancellationReason[], writes: number): Refusal {
  const codes = reasons.map(({ Code }) => Code ?? 'None');
  if (codes.slice(0, writes).includes('ConditionalCheckFailed')) return 'conflict';
  const stopped = codes.filter((code) => code !== 'None');
  const races = stopped.filter((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict');
  return stopped.length > 0 && races.length === stopped.length ? 'race' : 'failure';
}
