import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Why somebody does something: kept in the audit trail. */
export function ReasonField({ value, onChange }: ReasonFieldProps) {
  return (
    <FormField label="Why" constraintText="Kept in the audit trail. At most 500 characters.">
      <Input value={value} onChange={({ detail }) => onChange(detail.value.slice(0, 500))} />
    </FormField>
  );
}
