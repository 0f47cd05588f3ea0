import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { nowMs } from '../../api/virtual-clock.ts';
import { NumberField, wholeNumber } from '../../ui/NumberField.tsx';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { ReasonField } from '../../ui/ReasonField.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

const HOUR_MS = 3_600_000;
const BOXES = [
  { value: '', label: 'For good' },
  { value: '4', label: 'For 4 hours, then back' },
  { value: '24', label: 'For 1 day, then back' },
  { value: '168', label: 'For 7 days, then back' },
] as const;

/** Sets how few and how many tasks may run, for good or for a while. */
export function BoundsDialog({ view, onClose }: ServiceDialogProps) {
  const { name, bounds } = view;
  const [min, setMin] = useState(String(bounds.min));
  const [max, setMax] = useState(String(bounds.max));
  const [box, setBox] = useState<{ readonly hours: string; readonly until?: string }>({ hours: '' });
  const [reason, setReason] = useState('');
  const asked = { min: wholeNumber(min), max: wholeNumber(max) };
  const body =
    asked.min === undefined || asked.max === undefined
      ? undefined
      : {
          min: asked.min,
          max: asked.max,
          ...(box.until && { until: box.until }),
          ...(reason.trim() && { reason: reason.trim() }),
        };
  return (
    <PlanDialog
      title={`Change the limits of ${name}`}
      verb="Change the limits"
      of={body && JSON.stringify({ name, bounds: { ...body, reason: '' } })}
      missing="Give two whole numbers."
      ask={(client, dryRun) =>
        client.setServiceBounds({
          params: { name },
          query: { dryRun },
          body: body ?? { min: bounds.min, max: bounds.max },
        })
      }
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={3}>
          <NumberField label="Tasks at least" value={min} onChange={setMin} hint={`Now ${bounds.min}`} />
          <NumberField
            label="Tasks at most (the limit)"
            value={max}
            onChange={setMax}
            hint={`Now ${bounds.max}`}
          />
          <FormField label="How long">
            <Select
              selectedOption={BOXES.find(({ value }) => value === box.hours) ?? BOXES[0]}
              options={BOXES}
              onChange={({ detail }) => setBox(boxOf(detail.selectedOption.value ?? ''))}
            />
          </FormField>
        </ColumnLayout>
        <ReasonField value={reason} onChange={setReason} />
      </SpaceBetween>
    </PlanDialog>
  );
}

function boxOf(hours: string) {
  return hours === ''
    ? { hours }
    : { hours, until: new Date(nowMs() + Number(hours) * HOUR_MS).toISOString() };
}
