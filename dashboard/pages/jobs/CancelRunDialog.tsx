import { useState } from 'react';
import type { JobRun } from '../../../core/contract/job.ts';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';
import { tickWords } from './wall-words.ts';

interface CancelRunDialogProps {
  readonly run: JobRun;
  readonly onClose: () => void;
}

/** Stops a run that is not over. */
export function CancelRunDialog({ run, onClose }: CancelRunDialogProps) {
  const [reason, setReason] = useState('');
  const act = useAct(
    (client) => client.cancelRun({ params: { name: run.job, id: run.id }, body: { reason: reason.trim() } }),
    {
      onDone: ({ statusReason }) => {
        notify({ type: 'success', text: `${run.job}: ${statusReason}` });
        onClose();
      },
    },
  );
  return (
    <DialogFrame
      title={`Cancel the run of ${run.job}, ${tickWords(run.tick)}`}
      verb="Cancel the run"
      busy={act.isPending}
      problem={act.error}
      refused={reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <div>Its task is stopped and it is not tried again. The job keeps its schedule.</div>
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
