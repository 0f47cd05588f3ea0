import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

/** Drains and stops a service; its history stays. */
export function RetireDialog({ view, onClose }: ServiceDialogProps) {
  const { name } = view;
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState('');
  const body = {
    ...(reason.trim() && { reason: reason.trim() }),
    ...(override.trim() && { overrideReason: override.trim() }),
  };
  return (
    <PlanDialog
      title={`Retire ${name}`}
      verb="Retire"
      of={JSON.stringify({ name, retire: override.trim() })}
      ask={(client, dryRun) => client.retireService({ params: { name }, query: { dryRun }, body })}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <div>Its tasks stop, its alarms go, its history stays. It can be restored as it was.</div>
        <ReasonField value={reason} onChange={setReason} />
        <FormField
          label="Why although a live service depends on it"
          constraintText="Only needed when the plan below says that something depends on it."
        >
          <Input value={override} onChange={({ detail }) => setOverride(detail.value)} />
        </FormField>
      </SpaceBetween>
    </PlanDialog>
  );
}
