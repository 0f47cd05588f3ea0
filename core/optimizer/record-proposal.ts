import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { EventName } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { Proposal } from '../contract/proposal.ts';
import type { Ports } from '../ports.ts';
import { overwrite, put } from '../store/record-type.ts';
import { OpenProposals, Proposals } from '../store/records/proposals.ts';
import type { Commit, Write } from '../store/store.ts';

/** What happened to a proposal. */
export interface ProposalNews {
  readonly action: EventName;
  readonly correlationId: string;
  readonly actor?: Actor;
}

/** Whether the night or the tick still has work with this proposal; what only a person may apply has none. */
export function isOpen({ status, statusReason, class: kind }: Proposal): boolean {
  if (status === 'RECOMMENDED') return kind !== 'REDUCE' || statusReason === WAITS_FOR_WINDOW;
  return status === 'AWAITING_APPROVAL' || status === 'APPLYING' || status === 'VERIFYING';
}

/** The reason of a reduction that is applied by itself in the next window. */
export const WAITS_FOR_WINDOW = 'It is applied by itself in the next maintenance window.';

/** The commit that stores a proposal, with its entry among those that are followed, audit and event. */
export function proposalCommit(
  ports: Pick<Ports, 'ids' | 'clock'>,
  proposal: Proposal,
  news: ProposalNews,
): Commit {
  const { actor = ACTORS.optimizer, action, correlationId } = news;
  return {
    writes: [put(Proposals, proposal), ...watchOf(proposal)],
    audit: [
      auditDraft(ports, {
        stream: `service/${proposal.service}`,
        actor,
        action,
        target: proposal.service,
        changeId: proposal.revertChangeId ?? proposal.changeId,
        correlationId,
        reason: proposal.statusReason,
        detail: { proposalId: proposal.id, class: proposal.class, status: proposal.status },
      }),
    ],
    events: [
      opsEvent(ports, {
        name: action,
        actor,
        correlationId,
        service: proposal.service,
        changeId: proposal.changeId,
      }),
    ],
  };
}

/** The entry of one that is open; `followProposals` lets go of those that no longer are. */
function watchOf(proposal: Proposal): readonly Write[] {
  const { id, version } = proposal;
  return isOpen(proposal) ? [overwrite(OpenProposals, { id, version })] : [];
}

/** The next version of a proposal. Pure. */
export function proposalWith(proposal: Proposal, changed: Partial<Proposal>): Proposal {
  return { ...proposal, ...changed, version: proposal.version + 1 };
}
