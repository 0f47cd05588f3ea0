import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { BudgetView } from '../../../core/contract/money.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { BudgetMeter } from '../budgets/BudgetMeter.tsx';

/** The money of the month, program by program. */
export function MonthMoney({ budgets }: { readonly budgets: readonly BudgetView[] }) {
  return (
    <Container
      header={
        <Header variant="h2" description="Compute only, Fargate list prices">
          The month’s money
        </Header>
      }
    >
      {budgets.length === 0 && (
        <>
          No program has a budget yet. <AppLink href="/budgets">Set one</AppLink>, so that raises can be
          checked against it.
        </>
      )}
      <SpaceBetween size="l">
        {budgets.map((budget) => (
          <BudgetMeter key={budget.scope} budget={budget} />
        ))}
      </SpaceBetween>
    </Container>
  );
}
