import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** One line of text, with what is wrong with it. */
export function TextField({ label, value, hint, error, disabled = false, onChange }: FieldProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={error}>
      <Input
        value={value}
        spellcheck={false}
        autoComplete={false}
        disabled={disabled}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

/** Several lines of text. */
export function LinesField({ label, value, hint, error, onChange }: FieldProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={error} stretch>
      <Textarea value={value} rows={2} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}
