import type { Change, DiffLine, Plan } from '../../../core/contract/change.ts';
import type { CostDelta } from '../../../core/contract/money.ts';
import { formatUsd } from '../../../core/format.ts';
import { diffLeaves, fieldText } from './diff-leaves.ts';
import { harmless, type Paint, paintState } from './style.ts';
import { table } from './table.ts';
import { changeTitle, moneyDelta, quorumText } from './words.ts';

/** What a Change would do: its diff, its money, its checks, and who must approve. Pure. */
export function planText(change: Change, paint: Paint): string {
  const { program, plan } = change;
  const title = paint('bold', `${capital(changeTitle(change))} (program ${program})`);
  if (plan.noChange) return `${title}\nNothing would change: it already is as asked for.`;
  const parts = [
    diffText(plan.diff, paint),
    moneyText(plan, paint),
    checksText(plan, paint),
    policyText(plan, paint),
    approvalText(plan, paint),
    paint('dim', `Plan digest ${plan.digest}`),
  ];
  return [title, ...parts.filter((part) => part !== '')].join('\n\n');
}

/** Who must approve a plan, and why; empty where nobody must. */
export function approvalText({ approvals }: Plan, paint: Paint): string {
  if (approvals.required.length === 0) return 'Nobody needs to approve it.';
  const because = approvals.because.map((line) => `  ${harmless(line)}`);
  return [paint('yellow', `It waits for approval: ${quorumText(approvals.required)}.`), ...because].join(
    '\n',
  );
}

/** Each field that changes: `+` new, `-` gone, `~` other. */
function diffText(diff: readonly DiffLine[], paint: Paint): string {
  const lines = diff.flatMap(diffLeaves);
  const width = Math.max(0, ...lines.map(({ path }) => path.length));
  return lines
    .map(({ path, before, after }) => {
      const name = path.padEnd(width);
      if (before === undefined) return paint('green', `  + ${name}  ${fieldText(after)}`);
      if (after === undefined) return paint('red', `  - ${name}  ${fieldText(before)}`);
      return `${paint('yellow', `  ~ ${name}`)}  ${fieldText(before)} -> ${fieldText(after)}`;
    })
    .join('\n');
}

function moneyText({ cost, budget }: Plan, paint: Paint): string {
  const rows = [
    { what: 'floor (min tasks)', delta: cost.floor },
    { what: 'expected', delta: cost.expected },
    { what: 'ceiling (max tasks)', delta: cost.ceiling },
  ];
  const amount = (pick: (delta: CostDelta) => string) => (row: { readonly delta: CostDelta }) =>
    pick(row.delta);
  const money = table(
    rows,
    [
      { title: `A month, ${cost.note}`, of: ({ what }) => what },
      { title: 'before', of: amount((delta) => formatUsd(delta.beforeMicroUsd)), right: true },
      { title: 'after', of: amount((delta) => formatUsd(delta.afterMicroUsd)), right: true },
      { title: 'change', of: amount((delta) => moneyDelta(delta.deltaMicroUsd)), right: true },
    ],
    paint,
  );
  return `${money}\n${budgetText(budget, paint)}`;
}

function budgetText({ scope, verdict, ...money }: Plan['budget'], paint: Paint): string {
  const verdictText = paintState(paint, verdict);
  if (verdict === 'no budget') return `Budget of ${scope}: ${verdictText}.`;
  const committed = `${formatUsd(money.committedBeforeMicroUsd)} -> ${formatUsd(money.committedAfterMicroUsd)}`;
  return `Budget of ${scope}: ${committed} committed of ${formatUsd(money.approvedMicroUsd)}: ${verdictText}.`;
}

function checksText({ preflight }: Plan, paint: Paint): string {
  if (preflight.length === 0) return '';
  return table(
    preflight,
    [
      { title: 'Check', of: ({ check }) => check },
      { title: '', of: ({ outcome }) => outcome, state: true },
      { title: '', of: ({ detail }) => detail },
    ],
    paint,
  );
}

function policyText({ policy }: Plan, paint: Paint): string {
  const clause = policy.clause === undefined ? '' : ` Clause: ${harmless(policy.clause)}`;
  return `Policy: ${paintState(paint, policy.status)} by ${policy.policy}.${clause}`;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
