import { useState } from 'react';
import type { JobView } from '../../../core/contract/job.ts';
import { useAct } from '../../api/read.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';

interface JobVerbDialogProps {
  readonly view: JobView;
  readonly verb: 'suspend' | 'resume' | 'retire';
  readonly onClose: () => void;
}

const WORDS = {
  suspend: {
    word: 'Pause',
    says: 'Ticks that come while it is paused are skipped and shown as skipped. A run under way goes on.',
  },
  resume: { word: 'Resume', says: 'It fires again from its next tick on. What was skipped stays skipped.' },
  retire: { word: 'Retire', says: 'It never fires again. Its runs stay; it can be scheduled again.' },
} as const;
const CALLS = { suspend: 'suspendJob', resume: 'resumeJob', retire: 'retireJob' } as const;

/** Pauses, resumes or retires a job. */
export function JobVerbDialog({ view: { name }, verb, onClose }: JobVerbDialogProps) {
  const [reason, setReason] = useState('');
  const { word, says } = WORDS[verb];
  const act = useAct((client) => client[CALLS[verb]]({ params: { name }, body: { reason: reason.trim() } }), {
    onDone: ({ id, statusReason }) => {
      notify({
        type: 'success',
        text: (
          <>
            {name}: {statusReason} <AppLink href={`/changes/${id}`}>Its change</AppLink>
          </>
        ),
      });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={`${word} ${name}`}
      verb={word}
      busy={act.isPending}
      problem={act.error}
      refused={reason.trim() === '' ? 'Say why: it is kept in the audit trail.' : undefined}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <div>{says}</div>
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}
