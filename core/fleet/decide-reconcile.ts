import type { Action } from './actions.ts';
import { followAlarms } from './alarms-differ.ts';
import { noteContentRevert } from './answer-drift.ts';
import { decideActions } from './decide-actions.ts';
import { followCount } from './follow-count.ts';
import { followDeployment } from './follow-deployment.ts';
import { followDrift } from './follow-drift.ts';
import { followQueue } from './follow-queue.ts';
import { followRetirement } from './follow-retirement.ts';
import { followStatus } from './follow-status.ts';
import { type Draft, draftOf, type Picture } from './picture.ts';
import { settleApplied } from './settle-applied.ts';

/** What to record, then what to do. */
export interface Reconciliation {
  readonly draft: Draft;
  readonly actions: readonly Action[];
}

/** Each looks at the platform and moves its own part of the records to where the platform stands. */
const STEPS = [
  followDeployment,
  noteContentRevert,
  followQueue,
  followRetirement,
  followCount,
  followDrift,
  followAlarms,
  settleApplied,
  followStatus,
] as const;

/**
 * Compares what shall be with what is: the next records, and the actions that bring the platform to them. Level-triggered
 * (it sees no event), absolute, and idempotent: where nothing differs, nothing is recorded and nothing is done. Pure.
 */
export function decideReconcile(picture: Picture): Reconciliation {
  const draft = STEPS.reduce((next, step) => step(next, picture), draftOf(picture));
  return { draft, actions: decideActions(draft, picture) };
}
