import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { JobSpec } from '../../../core/contract/job.ts';
import { EnvironmentField } from '../../ui/EnvironmentField.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import type { JobDraft } from './job-draft.ts';
import type { JobFieldsProps } from './job-fields-props.ts';
import { LinesField, TextField } from './TextField.tsx';

const OVERLAPS = JobSpec.unwrap().shape.concurrencyPolicy.unwrap().options;
const CATCH_UPS = JobSpec.unwrap().shape.catchUp.unwrap().options;

const OVERLAP_WORDS: Readonly<Record<JobDraft['concurrencyPolicy'], string>> = {
  Forbid: 'Skip the new run',
  Allow: 'Let both run',
  Replace: 'Stop the old run',
};
const CATCH_UP_WORDS: Readonly<Record<JobDraft['catchUp'], string>> = {
  none: 'Leave them out',
  latest: 'Run the newest',
  all: 'Run all, at most 30',
};

/** The rules of a job: what happens when runs meet, are late, fail or cost too much. */
export function JobRulesFields(props: JobFieldsProps) {
  const { draft, errors, onChange } = props;
  const set = (part: Partial<JobDraft>) => onChange({ ...draft, ...part });
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={2}>
        <Choice
          label="When a run is not over"
          value={draft.concurrencyPolicy}
          words={OVERLAP_WORDS}
          options={OVERLAPS}
          onChange={(concurrencyPolicy) => set({ concurrencyPolicy })}
        />
        <Choice
          label="Ticks missed while nothing ran"
          value={draft.catchUp}
          words={CATCH_UP_WORDS}
          options={CATCH_UPS}
          onChange={(catchUp) => set({ catchUp })}
        />
      </ColumnLayout>
      <Numbers {...props} />
      <Ownership {...props} />
      <LinesField
        label="Succeeds only when"
        value={draft.successWhen}
        hint="One check a line, on a metric that the job reports: rows >= 100"
        error={errors['successWhen']}
        onChange={(successWhen) => set({ successWhen })}
      />
      {draft.runs === 'container' && (
        <EnvironmentField value={draft.environment} onChange={(environment) => set({ environment })} />
      )}
    </SpaceBetween>
  );
}

function Numbers({ draft, errors, onChange }: JobFieldsProps) {
  const fields = [
    ['startingDeadlineSec', 'Start within, seconds'],
    ['timeoutSec', 'Stop after, seconds'],
    ['retries', 'Tries again, times'],
    ['budget', 'Dollars a month at most'],
  ] as const;
  return (
    <ColumnLayout columns={2}>
      {fields.map(([field, label]) => (
        <NumberField
          key={field}
          label={label}
          value={draft[field]}
          error={errors[field === 'budget' ? 'budgetMonthlyUsd' : field]}
          onChange={(value) => onChange({ ...draft, [field]: value })}
        />
      ))}
    </ColumnLayout>
  );
}

function Ownership({ draft, errors, onChange }: JobFieldsProps) {
  const fields = [
    ['program', 'Program', 'Whose budget it uses'],
    ['owner', 'Owner', undefined],
    ['targetService', 'Works on service', 'It cannot retire while the job lives'],
  ] as const;
  return (
    <ColumnLayout columns={3}>
      {fields.map(([field, label, hint]) => (
        <TextField
          key={field}
          label={label}
          hint={hint}
          value={draft[field]}
          error={errors[field]}
          onChange={(value) => onChange({ ...draft, [field]: value })}
        />
      ))}
    </ColumnLayout>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, words, onChange }: ChoiceProps<Value>) {
  return (
    <FormField label={label}>
      <Select
        selectedOption={{ value, label: words[value] }}
        options={options.map((one) => ({ value: one, label: words[one], description: one }))}
        onChange={({ detail }) => {
          const chosen = options.find((one) => one === detail.selectedOption.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
    </FormField>
  );
}
