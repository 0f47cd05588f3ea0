import type { ROUTES } from '../../contract/routes.ts';
import { applyProposal as apply } from '../../optimizer/apply-proposal.ts';
import { savingsOfMonth } from '../../optimizer/savings.ts';
import type { Ports } from '../../ports.ts';
import { allProposals, Proposals, proposalsOf } from '../../store/records/proposals.ts';
import { changeReply } from '../answer.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { mustFindProposal } from '../must-find.ts';
import { recordPage } from '../record-page.ts';
import { actorOf } from './ask-change.ts';

type ProposalHandler<N extends keyof typeof ROUTES, P = Ports> = Handler<(typeof ROUTES)[N], P>;

/** `GET /proposals`: of all services or of one, newest first. */
export const listProposals: ProposalHandler<'listProposals', TablePorts> = async ({ store }, { query }) => {
  const { service, ...wish } = query;
  const order = service === undefined ? allProposals : proposalsOf(service);
  return { body: await recordPage(store, { type: Proposals, order }, wish) };
};

/** `GET /proposals/{id}`. */
export const getProposal: ProposalHandler<'getProposal', TablePorts> = async ({ store }, { params }) => {
  const body = await mustFindProposal(store, params.id);
  return { body, version: body.version };
};

/** `POST /proposals/{id}/apply`: a person applies what the night recommends. */
export const applyProposal: ProposalHandler<'applyProposal'> = async (ports, call) => {
  const proposal = await mustFindProposal(ports.store, call.params.id);
  const { identity, correlationId } = call;
  return changeReply(await apply(ports, proposal, { actor: actorOf(identity), correlationId }));
};

/** `GET /savings`. */
export const getSavings: ProposalHandler<'getSavings', TablePorts> = async (ports) => ({
  body: await savingsOfMonth(ports),
});
