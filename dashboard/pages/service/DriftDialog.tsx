import { useState } from 'react';
import type { Drift } from '../../../core/contract/service.ts';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';

interface DriftDialogProps {
  readonly name: string;
  readonly drift: Drift;
  readonly answer: 'revert' | 'adopt';
  readonly onClose: () => void;
}

/** Answers a drift, after its plan was read. */
export function DriftDialog({ name, drift, answer, onClose }: DriftDialogProps) {
  const [reason, setReason] = useState('');
  const body = { field: drift.field, answer, ...(reason.trim() && { reason: reason.trim() }) };
  return (
    <PlanDialog
      title={
        answer === 'revert'
          ? `Revert ${drift.field} to ${drift.expected}`
          : `Adopt ${drift.field} ${drift.actual}`
      }
      verb={answer === 'revert' ? 'Revert' : 'Adopt'}
      of={JSON.stringify({ name, answer, field: drift.field })}
      ask={(client, dryRun) => client.answerDrift({ params: { name }, query: { dryRun }, body })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
    </PlanDialog>
  );
}
