import { ACTORS } from '../actors.ts';
import type { ChangeRequest } from '../changes/request.ts';
import { requestChange } from '../changes/request-change.ts';
import type { Change } from '../contract/change.ts';
import type { Actor } from '../contract/identity.ts';
import type { Limits, Proposal } from '../contract/proposal.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { find, list } from '../store/record-type.ts';
import { Changes, changesOf } from '../store/records/changes.ts';
import { Proposals } from '../store/records/proposals.ts';
import { Services } from '../store/records/services.ts';
import type { Commit } from '../store/store.ts';
import { limitsInWords, limitsOf, sameLimits } from './limits.ts';
import { proposalCommit, proposalWith } from './record-proposal.ts';

/** Who wants a proposal applied, in whose course. */
export interface Applying {
  readonly actor: Actor;
  readonly correlationId: string;
}

/** How many of a service's newest Changes are looked through for one that a crash kept from being noted. */
const LOOK_BACK = 20;

/** Codes of refusals that asking again will not change. */
const FINAL = [
  'policy.denied',
  'service.preflight_failed',
  'budget.not_found',
  'service.illegal_state',
  'service.not_found',
] as const;

/**
 * Asks for the Change of a RECOMMENDED proposal, exactly one, and notes it on the proposal. What needs people then waits
 * for them; what needs nobody is being applied. A refusal that stands makes the proposal REJECTED and is thrown.
 * @throws OpsError `proposal.illegal_state` when it is not RECOMMENDED any more, or the service is not what it was.
 */
export async function applyProposal(ports: Ports, proposal: Proposal, applying: Applying): Promise<Change> {
  if (proposal.status !== 'RECOMMENDED') throw notNow(proposal, `It is ${proposal.status}.`);
  const service = await find(ports.store, Services, proposal.service);
  if (!service || !sameLimits(limitsOf(service), proposal.before)) {
    const reason = 'The limits of the service changed since it was made.';
    await note(ports, proposal, { status: 'SUPERSEDED', statusReason: reason }, applying);
    throw notNow(proposal, reason);
  }
  try {
    const change = (await changeOf(ports, proposal)) ?? (await askFor(ports, proposal, applying));
    const noted = await find(ports.store, Proposals, proposal.id);
    if (noted?.changeId !== change.id) await note(ports, proposal, appliedBy(change), applying);
    return change;
  } catch (error) {
    if (!OpsError.is(error) || !FINAL.some((code) => code === error.code)) throw error;
    await note(ports, proposal, { status: 'REJECTED', statusReason: error.message }, applying);
    throw error;
  }
}

/** Notes the Change on the proposal in the Change's own commit: of two that ask at once, one finds the proposal altered. */
function askFor(ports: Ports, proposal: Proposal, applying: Applying): Promise<Change> {
  const noting = (change: Change) => noteOf(ports, proposal, appliedBy(change), applying);
  const wish = { proposal, limits: proposal.after, reason: reasonOf(proposal), ...applying };
  return ask(ports, wish, {
    alongside: async (change) => {
      await refuseAltered(ports, proposal);
      return noting(change).writes;
    },
    alsoAudited: (change) => noting(change).audit,
    alsoTold: (change) => noting(change).events,
  });
}

/** Who lost to another worker need not ask again and again with what it read before. */
async function refuseAltered({ store }: Ports, { id, version }: Proposal): Promise<void> {
  const now = await find(store, Proposals, id);
  if (now && now.version !== version) throw notNow(now, `It is ${now.status}.`);
}

function appliedBy({ id: changeId, status, statusReason }: Change): Partial<Proposal> {
  return {
    status: status === 'AWAITING_APPROVAL' ? 'AWAITING_APPROVAL' : 'APPLYING',
    statusReason,
    changeId,
  };
}

/** Asks for the limits before an applied proposal again; what people approved before needs nobody. Exactly one Change. */
export async function undoProposal(
  ports: Ports,
  proposal: Proposal,
  said: { readonly reason: string; readonly correlationId: string },
): Promise<Change> {
  const known = await changeOf(ports, proposal, true);
  const actor = ACTORS.optimizer;
  return known ?? ask(ports, { proposal, limits: proposal.before, undo: true, actor, ...said });
}

async function changeOf({ store }: Ports, proposal: Proposal, undo?: true): Promise<Change | undefined> {
  const { items } = await list(store, Changes, {
    ...changesOf('service', proposal.service),
    limit: LOOK_BACK,
  });
  return items.find(
    ({ intent, status }) =>
      intent.kind === 'optimize' &&
      intent.proposalId === proposal.id &&
      intent.undo === undo &&
      status !== 'DENIED_BY_POLICY',
  );
}

function ask(
  ports: Ports,
  wish: Applying & {
    readonly proposal: Proposal;
    readonly limits: Limits;
    readonly reason: string;
    readonly undo?: true;
  },
  besides: Pick<ChangeRequest, 'alongside' | 'alsoAudited' | 'alsoTold'> = {},
): Promise<Change> {
  const { proposal, limits, undo, actor, reason, correlationId } = wish;
  return requestChange(ports, {
    target: { kind: 'service', name: proposal.service },
    intent: {
      kind: 'optimize',
      proposalId: proposal.id,
      proposalClass: proposal.class,
      limits,
      ...(undo && { undo }),
    },
    requestedBy: actor,
    reason,
    correlationId,
    ...besides,
  });
}

function reasonOf({ class: kind, before, after }: Proposal): string {
  return `${kind}: from ${limitsInWords(before)} to ${limitsInWords(after)}.`;
}

async function note(
  ports: Ports,
  proposal: Proposal,
  changed: Partial<Proposal>,
  applying: Applying,
): Promise<void> {
  await ports.store.commit(noteOf(ports, proposal, changed, applying));
}

function noteOf(ports: Ports, proposal: Proposal, changed: Partial<Proposal>, applying: Applying): Commit {
  const isApplying = changed.status === 'APPLYING' || changed.status === 'AWAITING_APPROVAL';
  const action = isApplying ? 'proposal.applying' : 'proposal.ended';
  return proposalCommit(ports, proposalWith(proposal, changed), { action, ...applying });
}

function notNow({ id, service }: Proposal, because: string): OpsError {
  return new OpsError('proposal.illegal_state', `The proposal cannot be applied: ${because}`, {
    remedy: `List the proposals of ${service} and apply a newer one, or wait for the next night.`,
    params: { proposalId: id },
  });
}
