import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import type { Proposal } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import { find } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes } from '../store/records/changes.ts';
import { Proposals } from '../store/records/proposals.ts';
import { Services } from '../store/records/services.ts';
import type { Store } from '../store/store.ts';

/** The service of this name. @throws OpsError `service.not_found`. */
export async function mustFindService(store: Store, name: string): Promise<Service> {
  const service = await find(store, Services, name);
  if (service) return service;
  throw new OpsError('service.not_found', `No service is named ${name}.`, {
    remedy: 'List the services and use one of their names, or deploy it first.',
    params: { service: name },
  });
}

/** The Change with this id. @throws OpsError `change.not_found`. */
export async function mustFindChange(store: Store, id: string): Promise<Change> {
  const change = await find(store, Changes, id);
  if (change) return change;
  throw new OpsError('change.not_found', `No change has the id ${id}.`, {
    remedy: 'List the changes and use one of their ids.',
    params: { changeId: id },
  });
}

/** The approval with this id. @throws OpsError `approval.not_found`. */
export async function mustFindApproval(store: Store, id: string): Promise<Approval> {
  const approval = await find(store, Approvals, id);
  if (approval) return approval;
  throw new OpsError('approval.not_found', `No approval has the id ${id}.`, {
    remedy: 'List the approvals and use one of their ids.',
    params: { approvalId: id },
  });
}

/** The proposal with this id. @throws OpsError `proposal.not_found`. */
export async function mustFindProposal(store: Store, id: string): Promise<Proposal> {
  const proposal = await find(store, Proposals, id);
  if (proposal) return proposal;
  throw new OpsError('proposal.not_found', `No proposal has the id ${id}.`, {
    remedy: 'List the proposals and use one of their ids.',
    params: { proposalId: id },
  });
}

/** The budget of this program. @throws OpsError `budget.not_found`. */
export async function mustFindBudget(store: Store, scope: string): Promise<Budget> {
  const budget = await find(store, Budgets, scope);
  if (budget) return budget;
  throw new OpsError('budget.not_found', `The program ${scope} has no budget.`, {
    remedy: `Set one with PUT /api/v1/budgets/${scope}, or list the budgets.`,
    params: { scope },
  });
}
