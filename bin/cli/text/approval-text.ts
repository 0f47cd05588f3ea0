import type { ApprovalView } from '../../../core/contract/approval.ts';
import { formatUsd } from '../../../core/format.ts';
import { harmless, type Paint, paintState } from './style.ts';
import { type Column, facts } from './table.ts';
import { instantText, moneyDelta } from './words.ts';

/** The columns of a list of approvals. */
export function approvalColumns(timeZone: string): readonly Column<ApprovalView>[] {
  return [
    { title: 'Approval', of: ({ id }) => id },
    { title: 'Status', of: ({ status }) => status, state: true },
    { title: 'Kind', of: ({ kind }) => kind },
    { title: 'About', of: ({ service }) => service },
    { title: 'Ceiling/month', of: ({ ceiling }) => moneyDelta(ceiling.deltaMicroUsd), right: true },
    { title: 'Votes', of: progressText },
    { title: 'Expires', of: ({ expiresAt }) => instantText(expiresAt, timeZone) },
  ];
}

/** An approval in plain words: what it is about, what it costs, what happens if nobody acts. */
export function approvalCard(approval: ApprovalView, paint: Paint, timeZone: string): string {
  const { headline, sentences, status, statusReason, ceiling, you, votes } = approval;
  const money = `${formatUsd(ceiling.beforeMicroUsd)} -> ${formatUsd(ceiling.afterMicroUsd)} (${moneyDelta(ceiling.deltaMicroUsd)})`;
  const lines = facts(
    [
      ['Approval', `${approval.id} (${approval.kind})`],
      ['Change', approval.changeId],
      ['Status', `${paintState(paint, status)}  ${harmless(statusReason)}`],
      ['Ceiling', `a month, compute only: ${money}`],
      ['If approved', harmless(approval.ifApproved)],
      ['If nobody acts', harmless(approval.ifNobodyActs)],
      ['Expires', instantText(approval.expiresAt, timeZone)],
      ['Votes', progressText(approval)],
      ...votes.map(({ by, verdict, comment }): readonly [string, string] => [
        '',
        `${by}: ${verdict}${comment === undefined ? '' : ` - ${harmless(comment)}`}`,
      ]),
      ['You', you.mayVote ? 'may vote' : `may not vote: ${harmless(you.because)}`],
    ],
    paint,
  );
  return [paint('bold', harmless(headline)), ...sentences.map(harmless), '', lines].join('\n');
}

function progressText({ progress }: ApprovalView): string {
  return progress
    .map(({ group, min, approvedBy }) => {
      const who = approvedBy.length === 0 ? '' : ` (${approvedBy.join(', ')})`;
      return `${approvedBy.length}/${min} ${group}${who}`;
    })
    .join(', ');
}
