import { useState } from 'react';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { NumberField, wholeNumber } from '../../ui/NumberField.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

/** Sets the task count inside the approved limits; the scaler goes on from there. */
export function ScaleDialog({ view, onClose }: ServiceDialogProps) {
  const { name, bounds } = view;
  const [text, setText] = useState(String(view.desiredCount));
  const [reason, setReason] = useState('');
  const desiredCount = wholeNumber(text);
  const fits = desiredCount !== undefined && desiredCount >= bounds.min && desiredCount <= bounds.max;
  const act = useAct(
    (client, count: number) =>
      client.scaleService({
        params: { name },
        body: { desiredCount: count, ...(reason.trim() && { reason: reason.trim() }) },
      }),
    {
      onDone: ({ because }) => {
        notify({ type: 'success', text: `${name}: ${because}` });
        onClose();
      },
    },
  );
  return (
    <DialogFrame
      title={`Set the task count of ${name}`}
      verb="Set"
      busy={act.isPending}
      problem={act.error}
      refused={fits ? undefined : `Give a whole number from ${bounds.min} to ${bounds.max}.`}
      onAct={() => desiredCount !== undefined && act.mutate(desiredCount)}
      onClose={onClose}
    >
      <div>
        This stays inside the approved limits, so it costs nothing more than approved and nobody has to agree.
      </div>
      <NumberField
        label="Tasks"
        value={text}
        onChange={setText}
        hint={`From ${bounds.min} to ${bounds.max}`}
      />
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
