import type { Change } from '../../../core/contract/change.ts';
import type { Session } from '../session.ts';
import { harmless, paintState } from './style.ts';
import { facts } from './table.ts';
import { changeTitle, instantText, quorumText } from './words.ts';

/** How a Change stands, and what to do next where something is to be done. */
export function changeText(change: Change, { paint, io: { timeZone } }: Session): string {
  const time = (at: string | undefined) => at && instantText(at, timeZone);
  const waiting = change.status === 'AWAITING_APPROVAL';
  return facts(
    [
      ['Change', change.id],
      ['Does', changeTitle(change)],
      ['Status', `${paintState(paint, change.status)}  ${harmless(change.statusReason)}`],
      ['Requested', `by ${change.requestedBy.sub}: ${harmless(change.reason)}`],
      ['At', time(change.createdAt)],
      ['Must approve', waiting ? quorumText(change.plan.approvals.required) : undefined],
      ['Until', waiting ? time(change.expiresAt) : undefined],
      ['Approval', change.approvalId],
      ['Reverts', time(change.revertsAt)],
      ['Next', waiting ? `hms approvals show ${change.approvalId ?? ''}` : undefined],
    ],
    paint,
  );
}
