import { Change } from '../change.ts';
import { pageOf } from '../primitives.ts';
import { Proposal, ProposalQuery, SavingsView } from '../proposal.ts';
import { byId, type Route, read } from './route.ts';

/** Routes of what the nightly optimizer proposes and saves. */
export const proposalRoutes = {
  listProposals: {
    ...read,
    method: 'GET',
    path: '/proposals',
    summary: 'Proposals of the night, newest first',
    query: ProposalQuery,
    result: pageOf(Proposal),
    tag: 'optimizer',
  },
  getProposal: {
    ...read,
    method: 'GET',
    path: '/proposals/{id}',
    summary: 'One proposal with its evidence and alternatives',
    params: byId,
    result: Proposal,
    tag: 'optimizer',
  },
  applyProposal: {
    permission: 'service:change',
    success: 202,
    method: 'POST',
    path: '/proposals/{id}/apply',
    summary: 'Apply a recommendation now, as a change of its own',
    params: byId,
    result: Change,
    tag: 'optimizer',
  },
  getSavings: {
    ...read,
    method: 'GET',
    path: '/savings',
    summary: 'Predicted and realised savings of the month',
    result: SavingsView,
    tag: 'optimizer',
  },
} as const satisfies Record<string, Route>;
