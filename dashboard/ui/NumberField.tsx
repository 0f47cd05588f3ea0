import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** A whole number, typed freely and judged by the plan. */
export function NumberField({ label, value, onChange, hint, error }: NumberFieldProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={error}>
      <Input
        value={value}
        type="number"
        inputMode="numeric"
        step={1}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

/** The whole number a text says; `undefined` when it says none. */
export function wholeNumber(text: string): number | undefined {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
}
