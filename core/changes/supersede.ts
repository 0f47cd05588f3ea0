import type { Approval } from '../contract/approval.ts';
import type { Change, ChangeKind } from '../contract/change.ts';
import type { Ports } from '../ports.ts';
import { find, list, put } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Changes, changesOf } from '../store/records/changes.ts';
import type { Write } from '../store/store.ts';
import { settleChange } from './settle-change.ts';

/** A waiting Change that a newer one takes the place of, with its approval where it has one. */
export interface Superseded {
  readonly change: Change;
  readonly approval: Approval | undefined;
}

/** How many of the newest Changes of a target are looked through for waiting ones. */
const LOOK_BACK = 20;

const ROLLOUTS: readonly ChangeKind[] = ['deploy', 'update', 'rollback', 'restore'];

/** The Changes of the same target and family that wait for approval or in the queue, newest first. */
export async function waitingChanges(
  { store }: Pick<Ports, 'store'>,
  change: Change,
): Promise<readonly Superseded[]> {
  const { items } = await list(store, Changes, {
    ...changesOf(change.target.kind, change.target.name),
    limit: LOOK_BACK,
  });
  const waiting = items.filter(
    (other) => other.id !== change.id && isWaiting(other) && sameFamily(other, change),
  );
  return Promise.all(
    waiting.map(async (other) => ({
      change: other,
      approval: other.approvalId ? await find(store, Approvals, other.approvalId) : undefined,
    })),
  );
}

function isWaiting({ status, approvalId, deploymentId }: Change): boolean {
  if (status === 'AWAITING_APPROVAL') return true;
  return status === 'APPROVED' && (approvalId === undefined || deploymentId !== undefined);
}

function sameFamily(a: Change, b: Change): boolean {
  return a.kind === b.kind || (ROLLOUTS.includes(a.kind) && ROLLOUTS.includes(b.kind));
}

/** What the waiting Change and its approval become once `by` takes their place. Pure. */
export function superseded({ change, approval }: Superseded, by: Change, at: string): Superseded {
  const reason = `Change ${by.id} took its place.`;
  return {
    change: { ...settleChange(change, { status: 'SUPERSEDED', reason, at }), replacedBy: by.id },
    approval:
      approval?.status === 'PENDING'
        ? {
            ...approval,
            status: 'SUPERSEDED',
            statusReason: reason,
            decidedAt: at,
            replacedBy: by.approvalId,
            version: approval.version + 1,
          }
        : undefined,
  };
}

/** The writes of what was superseded. */
export function supersededWrites(all: readonly Superseded[]): readonly Write[] {
  return all.flatMap(({ change, approval }) => [
    put(Changes, change),
    ...(approval ? [put(Approvals, approval)] : []),
  ]);
}
