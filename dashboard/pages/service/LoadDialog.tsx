import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dev } from '../../api/local-identities.ts';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { fullTime } from '../../util/time.ts';
import type { ServiceDialogProps } from './service-dialog.ts';

const FACTORS = [2, 3, 5, 10].map((n) => ({ value: String(n), label: `${n} times the load` }));
const SPANS = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '14400', label: '4 hours' },
];

/** Multiplies the load of a service for a while. Exists in the embedded world only. */
export function LoadDialog({ view, onClose }: ServiceDialogProps) {
  const { name } = view;
  const [factor, setFactor] = useState('3');
  const [forSec, setForSec] = useState('3600');
  const act = useMutation({
    mutationFn: () =>
      dev.setLoad({ body: { service: name, factor: Number(factor), forSec: Number(forSec) } }),
    onSuccess: ({ until }) => {
      notify({
        type: 'success',
        text: `${name} gets ${factor} times its load until ${fullTime(Date.parse(until))}.`,
      });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={`Load spike on ${name}`}
      verb="Start the spike"
      busy={act.isPending}
      problem={act.error}
      onAct={() => act.mutate()}
      onClose={onClose}
    >
      <div>
        Simulated visitors arrive. Watch the CPU, the scaling decisions, and, at the limit, the approval.
      </div>
      <ColumnLayout columns={2}>
        <Choice label="How much" options={FACTORS} value={factor} onChange={setFactor} />
        <Choice label="How long, in simulated time" options={SPANS} value={forSec} onChange={setForSec} />
      </ColumnLayout>
    </DialogFrame>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <FormField label={label}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? null}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)}
      />
    </FormField>
  );
}
