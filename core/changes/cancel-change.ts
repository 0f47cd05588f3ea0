import type { Change } from '../contract/change.ts';
import type { Actor } from '../contract/identity.ts';
import { CHANGE_VERBS, isLegal } from '../contract/lifecycle.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { closingCommit } from './close-change.ts';
import { loadChange } from './load-change.ts';

/** Who withdraws which Change, and why. */
export interface Cancel {
  readonly changeId: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly correlationId: string;
}

/**
 * Withdraws a Change that still waits. Cancelling a cancelled Change answers it again.
 * @throws OpsError `change.not_found`, `change.illegal_state`
 */
export async function cancelChange(ports: Ports, { changeId, actor, reason }: Cancel): Promise<Change> {
  return retryOnConflict(async () => {
    const { change, approval } = await loadChange(ports, changeId);
    if (change.status === 'CANCELLED') return change;
    if (!isLegal(CHANGE_VERBS, 'cancel', change.status)) throw illegalChange('cancel', change);
    const commit = await closingCommit(ports, { change, approval, ending: 'CANCELLED', reason, actor });
    await ports.store.commit(commit);
    return commit.change;
  });
}

/** The refusal of a verb that a Change's status does not allow. */
export function illegalChange(verb: keyof typeof CHANGE_VERBS, change: Change): OpsError {
  return new OpsError(
    'change.illegal_state',
    `Change ${change.id} is ${change.status}; ${verb} is not possible.`,
    {
      remedy: `${verb} is possible while a change is ${CHANGE_VERBS[verb].join(' or ')}.`,
      params: { changeId: change.id, status: change.status, verb },
    },
  );
}
