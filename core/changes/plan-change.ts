import { decideBudgetGate } from '../budget/decide-budget-gate.ts';
import { costDelta, unitMicroUsd } from '../budget/service-cost.ts';
import type { DiffLine, Plan, PolicyVerdict } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import { digestOf } from '../digest.ts';
import { OpsError } from '../errors.ts';
import { formatUsd } from '../format.ts';
import { approvalsNeeded } from './approvals-needed.ts';
import type { Facts } from './facts.ts';
import { moneyBase } from './money-base.ts';
import { preflightOf } from './preflight.ts';
import { diffFields, diffShapes, type Shape, shapeAfter, shapeBefore } from './shape.ts';

/** What a Change would alter, before policy has spoken: shapes, money and what the budget says. */
export interface Draft {
  readonly before: Shape | undefined;
  readonly after: Shape | undefined;
  readonly cost: Plan['cost'];
  readonly budget: Plan['budget'];
  /** The budget that the money is counted from; not stored. */
  readonly budgetBefore: Budget;
  readonly diff: readonly DiffLine[];
}

/** Works out what the request would alter. Pure. @throws OpsError `budget.not_found`, and those of `shapeAfter`. */
export function draftChange(facts: Facts): Draft {
  const before = shapeBefore(facts.service);
  const after = shapeAfter(facts);
  const base = moneyBase(facts, { before, budget: budgetOf(facts) }, after);
  const cost = costOf(facts, base.before, after);
  return {
    before,
    after,
    cost,
    budgetBefore: base.budget,
    budget: decideBudgetGate(base.budget, budgetRaise(facts, cost)),
    diff: diffOf(facts, before, after),
  };
}

/** The budget the Change counts against. A program without one cannot be counted, so nothing is allowed to it. */
export function budgetOf(facts: Facts): Budget {
  if (facts.budget) return facts.budget;
  if (facts.request.intent.kind === 'budget' || facts.request.intent.kind === 'policy')
    return emptyBudget(facts);
  throw new OpsError('budget.not_found', `The program ${facts.program} has no budget.`, {
    remedy: `Set one first: PUT /api/v1/budgets/${facts.program} with {"monthlyUsd": 250}; or name another program.`,
    params: { program: facts.program },
  });
}

function emptyBudget({ program, at }: Facts): Budget {
  const nothing = { monthlyMicroUsd: 0, committedMicroUsd: 0, allowances: [], softRatio: 0.8, hardRatio: 1 };
  return { scope: program, ...nothing, createdAt: at, updatedAt: at, version: 0 };
}

/** A budget Change commits nothing: its raise is asked for by `moneyQuorum` on its own. */
function budgetRaise(facts: Facts, cost: Plan['cost']): number {
  return facts.request.intent.kind === 'budget' ? 0 : cost.ceiling.deltaMicroUsd;
}

function costOf(facts: Facts, before: Shape | undefined, after: Shape | undefined): Plan['cost'] {
  const { intent } = facts.request;
  const amounts = (pick: (shape: Shape) => number) =>
    costDelta(money(before, pick, facts), money(after, pick, facts));
  const budget = costDelta(
    facts.budget?.monthlyMicroUsd ?? 0,
    intent.kind === 'budget' ? intent.monthlyMicroUsd : 0,
  );
  return {
    floor: amounts(({ bounds }) => bounds.min),
    expected: amounts(({ desiredCount }) => desiredCount),
    ceiling: intent.kind === 'budget' ? budget : amounts(committedTasks),
    unit: 'microUsd per month',
    note: facts.prices.note,
  };
}

function committedTasks({ bounds, returnsToMax = 0 }: Shape): number {
  return Math.max(bounds.max, returnsToMax);
}

function money(shape: Shape | undefined, tasks: (shape: Shape) => number, { prices }: Facts): number {
  return shape ? tasks(shape) * unitMicroUsd(shape.spec, prices) : 0;
}

function diffOf(facts: Facts, before: Shape | undefined, after: Shape | undefined): readonly DiffLine[] {
  const { intent } = facts.request;
  if (intent.kind === 'budget') return budgetDiff(facts);
  if (intent.kind === 'policy') return [{ path: 'policy.number', after: intent.number }];
  if (intent.kind === 'job') return diffFields(livingSpec(facts), intent.retire ? undefined : intent.spec);
  return diffShapes(before, after);
}

/** A retired job is as good as none: its name may be used again. */
function livingSpec({ job }: Facts): object | undefined {
  return job?.status === 'RETIRED' ? undefined : job?.spec;
}

function budgetDiff({ budget, request }: Facts): readonly DiffLine[] {
  if (request.intent.kind !== 'budget') return [];
  const { monthlyMicroUsd, softRatio, hardRatio } = request.intent;
  return Object.entries({ monthlyMicroUsd, softRatio, hardRatio })
    .map(([path, after]) => ({ path, before: budget?.[path as keyof Budget], after })) // safe: the three are its fields
    .filter(({ before, after }) => before !== after);
}

/** The whole plan: digest, diff, money, verdicts, who must agree, pre-flight list. Pure. */
export function planChange(
  facts: Facts,
  draft: Draft,
  policy: PolicyVerdict & { readonly version: string },
): Plan {
  const { version, ...verdict } = policy;
  const basis = {
    revisionBefore: facts.service?.revision ?? facts.job?.revision ?? facts.budget?.version ?? 0,
    priceTable: facts.prices.version,
    policyVersion: version,
  };
  const preflight = preflightOf({ facts, after: draft.after, budget: draft.budget, policy: verdict });
  return {
    digest: digestOf({ target: facts.request.target, ...basis, after: approvedShape(facts, draft) }),
    basis,
    diff: draft.diff,
    cost: draft.cost,
    budget: draft.budget,
    policy: verdict,
    approvals: approvalsNeeded({
      request: facts.request,
      service: facts.service,
      budget: draft.budgetBefore,
      draft,
      policy: verdict,
    }),
    preflight,
    warnings: warningsOf(draft, preflight),
    noChange: draft.diff.length === 0 && isIdempotentKind(facts),
  };
}

/** What people approve. The present task count is the scaler's and no part of it. */
function approvedShape({ request }: Facts, { after }: Draft): unknown {
  if (!after) return request.intent;
  const { desiredCount: _desiredCount, returnsToMax: _returnsToMax, until, again, ...rest } = after;
  return { ...rest, until: until ?? null, again: again ?? null };
}

function isIdempotentKind({ request, service }: Facts): boolean {
  const same = ['deploy', 'update', 'bounds', 'budget', 'rollback', 'job'].includes(request.intent.kind);
  return same && service?.status !== 'FAILED';
}

function warningsOf({ budget }: Draft, preflight: Plan['preflight']): readonly string[] {
  const warned = preflight
    .filter(({ outcome }) => outcome === 'warn')
    .map(({ check, detail }) => `${check}: ${detail}`);
  const left = budget.approvedMicroUsd - budget.committedAfterMicroUsd;
  const low = budget.verdict === 'fits' && left < budget.approvedMicroUsd * 0.2;
  return low ? [...warned, `budget: ${formatUsd(left)} a month stay free in ${budget.scope}.`] : warned;
}
