import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Plan, Preflight } from '../../core/contract/change.ts';
import type { CostDelta } from '../../core/contract/money.ts';
import { MONEY_UNIT, signedUsd, usd } from '../util/money.ts';
import { count } from '../util/words.ts';
import { DiffTable } from './DiffTable.tsx';

const PREFLIGHT_LOOKS: Readonly<Record<Preflight['outcome'], StatusIndicatorProps.Type>> = {
  pass: 'success',
  warn: 'warning',
  fail: 'error',
};

/** A plan in full: what changes, what it costs, whether it may run, and who must agree. */
export function PlanView({ plan }: { readonly plan: Plan }) {
  if (plan.noChange)
    return <Alert type="info">Nothing would change: the service already is like this.</Alert>;
  return (
    <SpaceBetween size="m">
      {plan.policy.status === 'rejected' && (
        <Alert type="error" header={`Policy ${plan.policy.policy} forbids this`}>
          {plan.policy.clause}
        </Alert>
      )}
      <Obstacles plan={plan} />
      {warningsOf(plan).map((warning) => (
        <Alert key={warning} type="warning">
          {warning}
        </Alert>
      ))}
      <Part title="What changes">
        <DiffTable diff={plan.diff} />
      </Part>
      <Part title={`Money ${MONEY_UNIT}`}>
        <CostTable cost={plan.cost} />
        <BudgetLine budget={plan.budget} />
      </Part>
      <Part title="Checks before it runs">
        <PreflightList checks={plan.preflight} />
      </Part>
    </SpaceBetween>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <Box variant="h4" tagOverride="h3" padding={{ bottom: 'xxs' }}>
        {title}
      </Box>
      {children}
    </div>
  );
}

/** What keeps the plan from running: checks that failed, else the people who must agree first. */
function Obstacles({ plan }: { readonly plan: Plan }) {
  const failed = plan.preflight.filter(({ outcome }) => outcome === 'fail');
  if (failed.length === 0) return <Agreement plan={plan} />;
  return (
    <Alert type="error" header="This cannot be done as it is">
      {failed.map(({ check, detail }) => (
        <div key={check}>{detail}</div>
      ))}
    </Alert>
  );
}

/** Who must agree before the plan runs, and why. */
function Agreement({ plan }: { readonly plan: Plan }) {
  const { required, because } = plan.approvals;
  if (required.length === 0)
    return <StatusIndicator type="success">Nobody has to approve this.</StatusIndicator>;
  const who = required.map(({ group, min }) => `${count(min, 'approver')} from ${group}`).join(' and ');
  return (
    <Alert type="info" header={`Waits for ${who}`}>
      {because.join(' ')}
    </Alert>
  );
}

function CostTable({ cost }: { readonly cost: Plan['cost'] }) {
  const rows: readonly (CostDelta & { readonly title: string })[] = [
    { title: 'At least (min tasks)', ...cost.floor },
    { title: 'Expected (tasks now)', ...cost.expected },
    { title: 'At most (limit)', ...cost.ceiling },
  ];
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      items={rows}
      trackBy="title"
      ariaLabels={{ tableLabel: `Money ${MONEY_UNIT}` }}
      columnDefinitions={[
        { id: 'title', header: 'Amount', cell: ({ title }) => title, isRowHeader: true },
        {
          id: 'before',
          header: 'Now',
          cell: (row) => <span className="digits">{usd(row.beforeMicroUsd)}</span>,
        },
        {
          id: 'after',
          header: 'After',
          cell: (row) => <strong className="digits">{usd(row.afterMicroUsd)}</strong>,
        },
        {
          id: 'delta',
          header: 'Difference',
          cell: (row) => <span className="digits">{signedUsd(row.deltaMicroUsd)}</span>,
        },
      ]}
    />
  );
}

const VERDICTS: Readonly<Record<Plan['budget']['verdict'], string>> = {
  'no raise': 'The limit does not rise.',
  fits: 'It fits the budget.',
  exceeds: 'It exceeds the budget.',
  'no budget': 'The program has no budget.',
};

function BudgetLine({ budget }: { readonly budget: Plan['budget'] }) {
  return (
    <Box color="text-body-secondary" padding={{ top: 'xs' }}>
      {VERDICTS[budget.verdict]} Program {budget.scope}: {usd(budget.committedBeforeMicroUsd)} →{' '}
      {usd(budget.committedAfterMicroUsd)} committed of {usd(budget.approvedMicroUsd)} approved.
    </Box>
  );
}

function PreflightList({ checks }: { readonly checks: readonly Preflight[] }) {
  return (
    <SpaceBetween size="xxs">
      {checks.map(({ check, outcome, detail }) => (
        <StatusIndicator key={check} type={PREFLIGHT_LOOKS[outcome]} wrapText>
          <strong>{check}</strong>: {detail}
        </StatusIndicator>
      ))}
    </SpaceBetween>
  );
}

/** The warnings that no check below says already. */
function warningsOf({ warnings, preflight }: Plan): readonly string[] {
  return warnings.filter((warning) => !preflight.some(({ detail }) => warning.includes(detail)));
}
