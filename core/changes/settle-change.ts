import type { Change } from '../contract/change.ts';
import type { ChangeStatus } from '../contract/lifecycle.ts';

/** The next version of `change`, in another status with its reason in plain words. Pure. */
export function settleChange(
  change: Change,
  to: { readonly status: ChangeStatus; readonly reason: string; readonly at: string },
): Change {
  return {
    ...change,
    status: to.status,
    statusReason: to.reason,
    updatedAt: to.at,
    version: change.version + 1,
  };
}
