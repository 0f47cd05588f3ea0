import { ACTORS } from '../actors.ts';
import type { Change } from '../contract/change.ts';
import { ERRORS } from '../contract/errors.ts';
import type { Proposal } from '../contract/proposal.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { each, find, list, remove } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { OpenProposals, openProposals, Proposals, proposalsOf } from '../store/records/proposals.ts';
import { addSeconds } from '../units.ts';
import { applyProposal } from './apply-proposal.ts';
import { isMaintenanceTime } from './maintenance-window.ts';
import { isOpen, proposalCommit, proposalWith } from './record-proposal.ts';
import { baselineOf, VERIFY_SEC, verifyProposal } from './verify-proposal.ts';

/**
 * Takes every proposal with work ahead as far as it can go now: asks for its Change, follows that, verifies what was
 * applied. Level-triggered and idempotent; one that fails is logged and comes again with the next tick.
 */
export async function followProposals(ports: Ports, correlationId: string): Promise<void> {
  for await (const open of each(ports.store, OpenProposals, openProposals)) {
    const { id } = open;
    try {
      await followProposal(ports, id, correlationId);
      await letGoUnlessOpen(ports, open);
    } catch (error) {
      ports.log.warn('optimizer.follow-failed', {
        proposalId: id,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

/** Forgets the entry of a proposal without work ahead, unless it was made anew meanwhile. */
async function letGoUnlessOpen(
  { store }: Pick<Ports, 'store'>,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  const proposal = await find(store, Proposals, id);
  if (proposal && isOpen(proposal)) return;
  await store.commit({ writes: [remove(OpenProposals, id, version)], audit: [], events: [] });
}

/** Takes the newest proposal of a service a step further, where there is one. */
export async function followNewest(
  ports: Ports,
  { service, correlationId }: { readonly service: string; readonly correlationId: string },
): Promise<void> {
  const { items } = await list(ports.store, Proposals, { ...proposalsOf(service), limit: 1 });
  for (const { id } of items) await followProposal(ports, id, correlationId);
}

/** Takes one proposal a step further. */
export async function followProposal(ports: Ports, id: string, correlationId: string): Promise<void> {
  const proposal = await find(ports.store, Proposals, id);
  if (!proposal) return;
  switch (proposal.status) {
    case 'RECOMMENDED':
      return applyByItself(ports, proposal, correlationId);
    case 'AWAITING_APPROVAL':
    case 'APPLYING':
      return followChange(ports, proposal, correlationId);
    case 'VERIFYING':
      return verifyProposal(ports, proposal, correlationId);
    default:
  }
}

/** What lowers numbers waits for the window; what raises one is asked for at once, people decide when it is applied. */
async function applyByItself(ports: Ports, proposal: Proposal, correlationId: string): Promise<void> {
  if (proposal.class === 'REDUCE' && !isMaintenanceTime(ports)) return;
  try {
    await applyProposal(ports, proposal, { actor: ACTORS.optimizer, correlationId });
  } catch (error) {
    // What stands in the way is noted on the proposal already.
    if (!OpsError.is(error) || ERRORS[error.code].retryable) throw error;
  }
}

async function followChange(ports: Ports, proposal: Proposal, correlationId: string): Promise<void> {
  const change = proposal.changeId && (await find(ports.store, Changes, proposal.changeId));
  if (!change) return;
  const changed = await changedBy(ports, proposal, change);
  if (changed === undefined) return;
  const action = changed.status === 'VERIFYING' ? 'proposal.applied' : 'proposal.ended';
  const news = {
    correlationId,
    action: changed.status === 'APPLYING' ? 'proposal.applying' : action,
  } as const;
  await ports.store.commit(proposalCommit(ports, proposalWith(proposal, changed), news));
}

/** What the state of its Change makes of a proposal; undefined while nothing new is to be said. */
async function changedBy(
  ports: Ports,
  proposal: Proposal,
  { status, statusReason, replacedBy, updatedAt }: Change,
): Promise<Partial<Proposal> | undefined> {
  switch (status) {
    case 'AWAITING_APPROVAL':
    case 'PLANNED':
      return undefined;
    case 'APPROVED':
    case 'EXECUTING':
    case 'VERIFYING':
      return proposal.status === 'APPLYING' ? undefined : { status: 'APPLYING', statusReason };
    case 'DONE':
      return applied(ports, proposal, updatedAt);
    case 'STALE':
      return replacedBy === undefined ? { status: 'REJECTED', statusReason } : { changeId: replacedBy };
    case 'SUPERSEDED':
      return { status: 'SUPERSEDED', statusReason };
    default:
      return { status: 'REJECTED', statusReason };
  }
}

async function applied(ports: Ports, proposal: Proposal, appliedAt: string): Promise<Partial<Proposal>> {
  return {
    status: 'VERIFYING',
    statusReason: 'Applied; it is verified for 24 hours.',
    appliedAt,
    verifyUntil: addSeconds(appliedAt, VERIFY_SEC),
    baseline: await baselineOf(ports, proposal.service, appliedAt),
  };
}
