import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { BudgetView } from '../../../core/contract/money.ts';
import { Name } from '../../../core/contract/primitives.ts';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';

interface BudgetDialogProps {
  /** The budget to change; absent to set a new one. */
  readonly budget: BudgetView | undefined;
  readonly onClose: () => void;
}

/** Sets what a program may spend a month. */
export function BudgetDialog({ budget, onClose }: BudgetDialogProps) {
  const [scope, setScope] = useState(budget?.scope ?? '');
  const [amount, setAmount] = useState(budget ? String(budget.monthlyMicroUsd / 1e6) : '');
  const [reason, setReason] = useState('');
  const monthlyUsd = /^\d{1,8}(\.\d{1,2})?$/.test(amount.trim()) ? Number(amount) : undefined;
  const name = scope.trim();
  const complete = Name.safeParse(name).success && monthlyUsd !== undefined;
  const body = {
    monthlyUsd: monthlyUsd ?? 0,
    ...(budget && { softRatio: budget.softRatio, hardRatio: budget.hardRatio }),
    ...(reason.trim() && { reason: reason.trim() }),
  };
  return (
    <PlanDialog
      title={budget ? `Change the budget of ${budget.scope}` : 'Set a budget'}
      verb="Set the budget"
      of={complete ? JSON.stringify({ budget: name, monthlyUsd }) : undefined}
      missing="Name the program and an amount in dollars."
      ask={(client, dryRun) => client.setBudget({ params: { name }, query: { dryRun }, body })}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={2}>
          <FormField label="Program">
            <Input
              value={scope}
              disabled={budget !== undefined}
              onChange={({ detail }) => setScope(detail.value)}
            />
          </FormField>
          <FormField label="Dollars a month, compute only">
            <Input value={amount} inputMode="decimal" onChange={({ detail }) => setAmount(detail.value)} />
          </FormField>
        </ColumnLayout>
        <ReasonField value={reason} onChange={setReason} />
      </SpaceBetween>
    </PlanDialog>
  );
}
