import { moneyQuorum, whyMoneyNeedsApproval } from '../budget/decide-budget-gate.ts';
import type { Plan, PolicyVerdict, QuorumPart } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import type { Service } from '../contract/service.ts';
import { formatUsd } from '../format.ts';
import type { ChangeRequest } from './request.ts';

/** What the question of approval depends on. */
export interface ApprovalInput {
  readonly request: ChangeRequest;
  readonly service: Service | undefined;
  readonly budget: Budget;
  readonly draft: Pick<Plan, 'cost' | 'budget'>;
  readonly policy: PolicyVerdict;
}

/** Who must agree to a Change, and why. An empty list: nobody, it goes ahead. Pure. */
export function approvalsNeeded(input: ApprovalInput): Plan['approvals'] {
  const all = [moneyPart(input), policyPart(input.policy), oldRevisionPart(input), optimizerPart(input)];
  const parts = all.filter((part) => part !== undefined);
  return {
    required: mergeQuorum(parts.flatMap(({ quorum }) => quorum)),
    because: parts.map((p) => p.because),
  };
}

interface Part {
  readonly quorum: readonly QuorumPart[];
  readonly because: string;
}

function moneyPart({ request, draft, budget }: ApprovalInput): Part | undefined {
  const { deltaMicroUsd } = draft.cost.ceiling;
  if (request.intent.kind === 'budget') return budgetPart(request, budget, deltaMicroUsd);
  if (draft.budget.verdict !== 'exceeds' || isUndo(request)) return undefined;
  return {
    quorum: moneyQuorum(budget.monthlyMicroUsd, deltaMicroUsd),
    because: whyMoneyNeedsApproval(budget, deltaMicroUsd),
  };
}

/** The Governance Layer's own budgets arrive decided; anybody else's raise is asked for. */
function budgetPart(request: ChangeRequest, budget: Budget, deltaMicroUsd: number): Part | undefined {
  if (deltaMicroUsd <= 0 || request.requestedBy.kind === 'governance') return undefined;
  return {
    quorum: moneyQuorum(budget.monthlyMicroUsd, deltaMicroUsd),
    because: `It raises the budget of ${budget.scope} by ${formatUsd(deltaMicroUsd)} a month.`,
  };
}

function policyPart(policy: PolicyVerdict): Part | undefined {
  if (policy.status !== 'needs manual review') return undefined;
  const groups = policy.groups ?? [policy.group ?? 'program'];
  const because = `Policy ${policy.policy} asks ${groups.join(' and ')} to review it.`;
  return { quorum: groups.map((group) => ({ group, min: 1 })), because };
}

/** Within the last three revisions that succeeded a rollback needs nobody (spec, services). */
const FREE_ROLLBACKS = 3;

function oldRevisionPart({ request, service }: ApprovalInput): Part | undefined {
  if (request.intent.kind !== 'rollback' || !service) return undefined;
  const recent = service.succeededRevisions.slice(0, FREE_ROLLBACKS);
  if (recent.includes(request.intent.toRevision)) return undefined;
  const because = `Revision ${request.intent.toRevision} is not among the last ${FREE_ROLLBACKS} that succeeded.`;
  return { quorum: [{ group: 'program', min: 1 }], because };
}

/** What the night may do alone is to lower numbers; whatever raises one is asked for (spec, the nightly optimizer). */
function optimizerPart({ request }: ApprovalInput): Part | undefined {
  if (request.intent.kind !== 'optimize' || isUndo(request)) return undefined;
  if (request.intent.proposalClass === 'REDUCE') return undefined;
  const because = `The nightly optimizer proposes a ${request.intent.proposalClass}: a number goes up.`;
  return { quorum: [{ group: 'program', min: 1 }], because };
}

/** Limits that come back within a day of a reduction were approved before; an allowance covers what was spent meanwhile. */
function isUndo({ intent, requestedBy }: ChangeRequest): boolean {
  return intent.kind === 'optimize' && intent.undo === true && requestedBy.kind === 'optimizer';
}

function mergeQuorum(parts: readonly QuorumPart[]): readonly QuorumPart[] {
  const byGroup = new Map<string, number>();
  for (const { group, min } of parts) byGroup.set(group, Math.max(min, byGroup.get(group) ?? 0));
  return [...byGroup].map(([group, min]) => ({ group, min }));
}
