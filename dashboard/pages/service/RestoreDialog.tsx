import { useState } from 'react';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

/** Brings a retired service back as it was. */
export function RestoreDialog({ view, onClose }: ServiceDialogProps) {
  const { name } = view;
  const [reason, setReason] = useState('');
  const body = { reason: reason.trim() || 'restored by request' };
  return (
    <PlanDialog
      title={`Restore ${name}`}
      verb="Restore"
      of={JSON.stringify({ name, restore: true })}
      ask={(client, dryRun) => client.restoreService({ params: { name }, query: { dryRun }, body })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
    </PlanDialog>
  );
}
