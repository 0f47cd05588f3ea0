import { useState } from 'react';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

/** Stops the deployment in flight; the old revision takes over again. */
export function StopDialog({ view, onClose }: ServiceDialogProps) {
  const { name, deployment } = view;
  const [reason, setReason] = useState('');
  const act = useAct(
    (client) => client.stopDeployment({ params: { name }, body: { reason: reason.trim() } }),
    {
      onDone: ({ statusReason }) => {
        notify({ type: 'success', text: `${name}: ${statusReason}` });
        onClose();
      },
    },
  );
  return (
    <DialogFrame
      title={`Stop the deployment of ${name}`}
      verb="Stop and roll back"
      busy={act.isPending}
      problem={act.error}
      refused={reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <div>
        Revision {deployment?.revision ?? '?'} is taken away and revision {deployment?.fromRevision ?? '?'}{' '}
        runs on all tasks again.
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
