import { useState } from 'react';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';

interface RollBackPolicyDialogProps {
  readonly policy: PolicyView;
  readonly onClose: () => void;
}

/** Brings the content before the newest back, as a new version. */
export function RollBackPolicyDialog({ policy: { name, newest }, onClose }: RollBackPolicyDialogProps) {
  const [reason, setReason] = useState('');
  const act = useAct(
    (client) => client.rollBackPolicy({ params: { name }, body: { reason: reason.trim() } }),
    {
      onDone: ({ number, restores }) => {
        notify({ type: 'success', text: `${name}: version ${number} brings @${restores ?? '?'} back.` });
        onClose();
      },
    },
  );
  return (
    <DialogFrame
      title={`Roll ${name} back`}
      verb="Roll back"
      busy={act.isPending}
      problem={act.error}
      refused={reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <div>
        The content before version {newest.number} goes out to all tasks as version {newest.number + 1}, and
        decides on changes from then on.
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
