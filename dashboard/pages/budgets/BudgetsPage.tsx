import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { BudgetView } from '../../../core/contract/money.ts';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { useRefusal } from '../../ui/may-change.ts';
import { useTitle } from '../../ui/use-title.ts';
import { usd } from '../../util/money.ts';
import { percent } from '../../util/words.ts';
import { BudgetDialog } from './BudgetDialog.tsx';
import { BudgetMeter } from './BudgetMeter.tsx';
import { PriceNote } from './PriceNote.tsx';
import { Savings } from './Savings.tsx';

/** What each program may spend, has committed and does spend. */
export function BudgetsPage() {
  useTitle('Budgets');
  const [edited, edit] = useState<BudgetView | 'new'>();
  const budgets = useRead(KEYS.budgets, (client, signal) => client.listBudgets({ signal }), {
    everyMs: 30_000,
  });
  const refused = useRefusal('budget:change');
  const disabled = refused === undefined ? {} : { disabled: true, disabledReason: refused };
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="A month, compute only. A raise waits for approval, a cut does not."
        actions={
          <Button {...disabled} onClick={() => edit('new')}>
            Set a budget
          </Button>
        }
      >
        Budgets
      </Header>
      <Answered query={budgets} lines={5}>
        {({ items }) => (
          <SpaceBetween size="l">
            {items.length === 0 && (
              <Box color="text-body-secondary">
                No program has a budget. Set one, so that raises can be checked against it.
              </Box>
            )}
            {items.map((budget) => (
              <OneBudget
                key={budget.scope}
                budget={budget}
                action={
                  <Button
                    {...disabled}
                    ariaLabel={`Change the budget of ${budget.scope}`}
                    onClick={() => edit(budget)}
                  >
                    Change
                  </Button>
                }
              />
            ))}
          </SpaceBetween>
        )}
      </Answered>
      <Savings />
      <PriceNote />
      {edited && (
        <BudgetDialog budget={edited === 'new' ? undefined : edited} onClose={() => edit(undefined)} />
      )}
    </SpaceBetween>
  );
}

function OneBudget({ budget, action }: { readonly budget: BudgetView; readonly action: React.ReactNode }) {
  const { scope, monthlyMicroUsd, softRatio, hardRatio } = budget;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={action}
          description={`${usd(monthlyMicroUsd)} a month, compute only; soft limit ${percent(softRatio)}, hard limit ${percent(hardRatio)}`}
        >
          {scope}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <BudgetMeter budget={budget} titled={false} />
        {budget.allowances.length > 0 && <Allowances budget={budget} />}
      </SpaceBetween>
    </Container>
  );
}

/** Money approved on top of the monthly budget, and when each part ends. */
function Allowances({ budget }: { readonly budget: BudgetView }) {
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      header={<Header variant="h3">Approved on top</Header>}
      ariaLabels={{ tableLabel: `Approved on top of the budget of ${budget.scope}` }}
      items={budget.allowances}
      trackBy="changeId"
      columnDefinitions={[
        {
          id: 'service',
          header: 'Service',
          isRowHeader: true,
          cell: ({ service }) => <AppLink href={`/services/${service}`}>{service}</AppLink>,
        },
        {
          id: 'amount',
          header: '$ a month',
          cell: ({ amountMicroUsd }) => <span className="digits">{usd(amountMicroUsd)}</span>,
        },
        {
          id: 'until',
          header: 'Until',
          cell: ({ until }) => (until ? <Moment at={until} as="full" /> : 'without end'),
        },
        {
          id: 'change',
          header: 'Change',
          cell: ({ changeId, service }) => (
            <AppLink href={`/changes/${changeId}`} ariaLabel={`open the change for ${service}`}>
              open
            </AppLink>
          ),
        },
      ]}
    />
  );
}
