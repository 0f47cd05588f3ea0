import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { Write } from '../../core/store/store.ts';

/**
 * Why a transaction was cancelled. `conflict`: an expectation of the caller does not hold. `race`: only the end of an
 * audit stream moved, or two transactions met; the same commit may pass now. `failure`: the table could not.
 */
export type Refusal =
  | { readonly kind: 'conflict'; readonly write: Write }
  | { readonly kind: 'race' }
  | { readonly kind: 'failure' };

/** The refusal that `reasons` amount to; the first of them are about `writes`, in their order. Pure. */
export function refusalOf(reasons: readonly CancellationReason[], writes: readonly Write[]): Refusal {
  const codes = reasons.map(({ Code }) => Code ?? 'None');
  const write = writes.find((_, i) => codes[i] === 'ConditionalCheckFailed');
  if (write) return { kind: 'conflict', write };
  const stopped = codes.filter((code) => code !== 'None');
  const races = stopped.filter((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict');
  return { kind: stopped.length > 0 && races.length === stopped.length ? 'race' : 'failure' };
}
