import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { EnvironmentField } from '../../ui/EnvironmentField.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { SizeFields } from '../../ui/SizeFields.tsx';
import { StrategyField } from '../../ui/StrategyField.tsx';
import type { DeployDraft } from './deploy-draft.ts';

interface DeployFieldsProps {
  readonly draft: DeployDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (draft: DeployDraft) => void;
}

/** The fields of a service. Only name and image have to be filled in. */
export function DeployFields({ draft, errors, onChange }: DeployFieldsProps) {
  const set = (part: Partial<DeployDraft>) => onChange({ ...draft, ...part });
  const shown = (field: string, typed: string) => (typed === '' ? undefined : errors[field]);
  return (
    <Container header={<Header variant="h2">The service</Header>}>
      <SpaceBetween size="m">
        <TextField
          label="Name"
          value={draft.name}
          hint="Lower-case letters, digits and dashes"
          error={shown('name', draft.name)}
          onChange={(name) => set({ name })}
        />
        <TextField
          label="Image"
          value={draft.image}
          hint="For example govlab/job-ingest:v1"
          error={shown('image', draft.image)}
          onChange={(image) => set({ image })}
        />
        <SizeFields size={draft} onChange={set} />
        <ColumnLayout columns={2}>
          <NumberField
            label="Tasks at least"
            value={draft.min}
            error={errors['replicas.min']}
            onChange={(min) => set({ min })}
          />
          <NumberField
            label="Tasks at most (the limit)"
            value={draft.max}
            error={errors['replicas.max']}
            onChange={(max) => set({ max })}
          />
        </ColumnLayout>
        <StrategyField value={draft.strategy} onChange={(strategy) => set({ strategy })} />
        <ExpandableSection headerText="Program, owner, port and environment">
          <MoreFields draft={draft} errors={errors} onChange={onChange} />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

function MoreFields({ draft, errors, onChange }: DeployFieldsProps) {
  const set = (part: Partial<DeployDraft>) => onChange({ ...draft, ...part });
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={3}>
        <TextField
          label="Program"
          value={draft.program}
          hint="Whose budget it uses"
          error={errors['program']}
          onChange={(program) => set({ program })}
        />
        <TextField
          label="Owner"
          value={draft.owner}
          error={errors['owner']}
          onChange={(owner) => set({ owner })}
        />
        <NumberField
          label="Port"
          value={draft.port}
          error={errors['port']}
          onChange={(port) => set({ port })}
        />
      </ColumnLayout>
      <EnvironmentField value={draft.environment} onChange={(environment) => set({ environment })} />
    </SpaceBetween>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

function TextField({ label, value, hint, error, onChange }: TextFieldProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={error}>
      <Input
        value={value}
        spellcheck={false}
        autoComplete={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
