import { Command } from 'commander';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import { UsageError } from '../exit-code.ts';
import { findApproval } from '../find-approval.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { approvalCard, approvalColumns } from '../text/approval-text.ts';
import { breakGlassCommand } from './break-glass-command.ts';

interface ApprovalListFlags extends ListFlags {
  readonly ended?: boolean;
}

interface VoteFlags {
  readonly yes?: boolean;
  readonly comment?: string;
}

const WHICH = 'its id, or the service it is about';

/** `hms approvals`: what waits for people, and their answers. */
export function approvalsCommand(shell: Shell): Command {
  return new Command('approvals')
    .description('what waits for people, and their answers')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(voteCommand(shell, 'approve'))
    .addCommand(voteCommand(shell, 'reject'))
    .addCommand(signCommand(shell))
    .addCommand(breakGlassCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('open approvals by expiry')
    .option('--ended', 'those that ended, too, newest first')
    .action(
      shell.does((session: Session, flags: ApprovalListFlags) => {
        const status = flags.ended ? 'all' : 'open';
        return showList(session, flags, {
          page: (query) => session.api.listApprovals({ query: { ...query, status } }),
          columns: approvalColumns(session.io.timeZone),
          empty: 'Nothing waits for people.',
        });
      }),
    );
}

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one approval in plain words')
    .argument('<approval>', WHICH)
    .action(
      shell.does(async (session: Session, which: string) => {
        const approval = await findApproval(session, which);
        session.data(approval, () => approvalCard(approval, session.paint, session.io.timeZone));
      }),
    );
}

function voteCommand(shell: Shell, verdict: 'approve' | 'reject'): Command {
  const command = withYes(new Command(verdict))
    .description(verdict === 'approve' ? 'approve the plan that is shown' : 'reject it; one reject ends it')
    .argument('<approval>', WHICH);
  const comment = '--comment <text>';
  return (
    verdict === 'approve'
      ? command.option(comment, 'a word to the requester')
      : command.requiredOption(comment, 'why; the requester reads it')
  ).action(
    shell.does(async (session: Session, which: string, flags: VoteFlags) =>
      vote(session, await findApproval(session, which), { ...flags, verdict }),
    ),
  );
}

/** A second person signs that the glass was broken rightly. */
function signCommand(shell: Shell): Command {
  return withYes(new Command('sign'))
    .description('sign that the glass was broken rightly')
    .argument('<review>', WHICH)
    .option('--comment <text>', 'a word to who broke it')
    .action(
      shell.does(async (session: Session, which: string, flags: VoteFlags) => {
        const approval = await findApproval(session, which, 'review');
        if (approval.kind !== 'review')
          throw new UsageError(
            `${approval.id} is no review of a broken glass. To vote: hms approvals approve ${approval.id}`,
          );
        return vote(session, approval, { ...flags, verdict: 'approve' });
      }),
    );
}

interface Ballot extends VoteFlags {
  readonly verdict: 'approve' | 'reject';
}

async function vote(session: Session, approval: ApprovalView, ballot: Ballot): Promise<void> {
  const { verdict, comment } = ballot;
  session.talk(approvalCard(approval, session.paintTalk, session.io.timeZone));
  if (approval.you.mayVote) await confirm(session, `\nVote: ${verdict}?`, ballot.yes);
  const voted = await session.api.voteOnApproval({
    params: { id: approval.id },
    body: { verdict, planDigest: approval.planDigest, ...(comment !== undefined && { comment }) },
  });
  session.data(voted, () => `${voted.headline}\n${voted.status}: ${voted.statusReason}`);
}
