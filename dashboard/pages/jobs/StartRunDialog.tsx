import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { type JobView, RunRequest } from '../../../core/contract/job.ts';
import { useAct } from '../../api/read.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { ReasonField } from '../../ui/ReasonField.tsx';
import { stateWords } from '../../util/words.ts';

interface StartRunDialogProps {
  readonly view: JobView;
  /** Whether a past tick is run instead of now. */
  readonly backfill: boolean;
  readonly onClose: () => void;
}

/** Runs a job now, or a tick of the past that never ran. */
export function StartRunDialog({ view, backfill, onClose }: StartRunDialogProps) {
  const { name, spec } = view;
  const [reason, setReason] = useState('');
  const [tick, setTick] = useState(() => (backfill ? (neverRan(view) ?? '') : ''));
  const body = {
    ...(backfill && { backfillTick: tick.trim() }),
    ...(reason.trim() && { reason: reason.trim() }),
  };
  const badTick = backfill && !RunRequest.safeParse({ backfillTick: tick.trim() }).success;
  const act = useAct((client) => client.startRun({ params: { name }, body }), {
    onDone: ({ status, statusReason }) => {
      notify({
        type: status.startsWith('BLOCKED') ? 'warning' : 'success',
        text: `${name}: ${stateWords(status)}. ${statusReason}`,
      });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={backfill ? `Backfill a tick of ${name}` : `Run ${name} now`}
      verb={backfill ? 'Backfill' : 'Run now'}
      busy={act.isPending}
      problem={act.error}
      refused={badTick ? 'Name the tick as a local time such as 2026-11-01T02:00.' : undefined}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      {backfill ? (
        <FormField
          label={`The tick, as a time in ${spec.timeZone}`}
          constraintText="Such as 2026-11-01T02:00. A tick that ran already is not run twice."
        >
          <Input value={tick} spellcheck={false} onChange={({ detail }) => setTick(detail.value)} />
        </FormField>
      ) : (
        <div>It passes the same gates as every run: overlap, budget and policy.</div>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </DialogFrame>
  );
}

/** The newest tick that never ran, which is what a backfill is mostly for. */
function neverRan({ recentRuns }: JobView): string | undefined {
  return recentRuns.find(
    ({ status, tick }) => !tick.startsWith('manual-') && /^(MISSED|SKIPPED_|BLOCKED_)/.test(status),
  )?.tick;
}
