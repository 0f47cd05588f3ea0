import { useState } from 'react';
import type { Change } from '../../../core/contract/change.ts';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';

interface ChangeActionDialogProps {
  readonly change: Change;
  readonly verb: 'cancel' | 'breakGlass';
  readonly onClose: () => void;
}

const WORDS = {
  cancel: {
    title: 'Withdraw this change',
    button: 'Withdraw',
    says: 'Nothing is done. People who were asked to approve it are told.',
  },
  breakGlass: {
    title: 'Break the glass',
    button: 'Do it now',
    says: 'It is done at once, without approval. A second person must sign it within 24 hours; until then it is shown in red.',
  },
} as const;

/** Asks why, then withdraws a change or does it at once. */
export function ChangeActionDialog({ change, verb, onClose }: ChangeActionDialogProps) {
  const [reason, setReason] = useState('');
  const words = WORDS[verb];
  const act = useAct(
    (client, text: string) =>
      client[verb === 'cancel' ? 'cancelChange' : 'breakGlass']({
        params: { id: change.id },
        body: { reason: text },
      }),
    {
      onDone: ({ statusReason }) => {
        notify({ type: 'success', text: statusReason });
        onClose();
      },
    },
  );
  return (
    <DialogFrame
      title={words.title}
      verb={words.button}
      busy={act.isPending}
      problem={act.error}
      refused={reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
      onAct={() => act.mutate(reason.trim())}
      onClose={onClose}
    >
      <div>{words.says}</div>
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
