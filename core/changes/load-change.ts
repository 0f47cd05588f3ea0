import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { find } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Changes } from '../store/records/changes.ts';
import type { ChangeRequest } from './request.ts';

/** A Change and the approval it waits for, if any. @throws OpsError `change.not_found` */
export async function loadChange(
  { store }: Pick<Ports, 'store'>,
  changeId: string,
): Promise<{ readonly change: Change; readonly approval: Approval | undefined }> {
  const change = await find(store, Changes, changeId);
  if (!change) {
    throw new OpsError('change.not_found', `There is no change ${changeId}.`, {
      remedy: 'List /api/v1/changes and use one of their ids.',
      params: { changeId },
    });
  }
  const approval = change.approvalId ? await find(store, Approvals, change.approvalId) : undefined;
  return { change, approval };
}

/** The request that would ask for the same again: what a stale plan is made anew from. */
export function requestOf(change: Change, approval: Approval | undefined): ChangeRequest {
  return {
    target: change.target,
    intent: change.intent,
    requestedBy: change.requestedBy,
    reason: change.reason,
    correlationId: change.correlationId,
    evidence: approval?.evidence,
  };
}
