import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Revision, ServiceView } from '../../../core/contract/service.ts';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';
import { shortImage } from '../../util/words.ts';
import type { ServiceDialogProps } from './service-dialog.ts';
import { useRevisions } from './use-revisions.ts';

/** Runs a kept revision again. */
export function RollbackDialog({ view, onClose }: ServiceDialogProps) {
  const { name } = view;
  const revisions = useRevisions(name);
  const kept = (revisions.data?.items ?? []).filter(({ number }) => number !== view.revision);
  const [chosen, choose] = useState<number>();
  const [reason, setReason] = useState('');
  const to = chosen ?? preferred(kept, view);
  return (
    <PlanDialog
      title={`Roll ${name} back`}
      verb="Roll back"
      of={to === undefined ? undefined : JSON.stringify({ name, rollbackTo: to })}
      missing={revisions.isPending ? 'Reading the kept revisions.' : 'No other revision is kept.'}
      ask={(client, dryRun) =>
        client.rollbackService({
          params: { name },
          query: { dryRun },
          body: {
            ...(to !== undefined && { toRevision: to }),
            ...(reason.trim() && { reason: reason.trim() }),
          },
        })
      }
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <FormField label="Revision to run again">
          <Select
            selectedOption={kept.map(optionOf).find(({ value }) => value === String(to)) ?? null}
            options={kept.map(optionOf)}
            placeholder="Choose a revision"
            empty="No other revision is kept."
            onChange={({ detail }) => choose(Number(detail.selectedOption.value))}
          />
        </FormField>
        <ReasonField value={reason} onChange={setReason} />
      </SpaceBetween>
    </PlanDialog>
  );
}

/** The newest other revision that succeeded, which is what most people mean. */
function preferred(kept: readonly Revision[], { succeededRevisions }: ServiceView): number | undefined {
  return kept.find(({ number }) => succeededRevisions.includes(number))?.number;
}

function optionOf({ number, content, outcome }: Revision) {
  return {
    value: String(number),
    label: `Revision ${number}`,
    description: `${shortImage(content.image)}, ${outcome}`,
  };
}
