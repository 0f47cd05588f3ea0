import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Input from '@cloudscape-design/components/input';

type Variable = { readonly key: string; readonly value: string };

interface EnvironmentFieldProps {
  readonly value: readonly Variable[];
  readonly onChange: (value: readonly Variable[]) => void;
}

/** The environment of the tasks, variable by variable. */
export function EnvironmentField({ value, onChange }: EnvironmentFieldProps) {
  const set = (index: number, part: Partial<Variable>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <AttributeEditor
      items={value}
      addButtonText="Add a variable"
      removeButtonText="Remove"
      empty="No environment variables."
      onAddButtonClick={() => onChange([...value, { key: '', value: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(value.filter((_, at) => at !== detail.itemIndex))}
      definition={[
        {
          label: 'Variable',
          control: ({ key }, index) => (
            <Input value={key} onChange={({ detail }) => set(index, { key: detail.value })} />
          ),
        },
        {
          label: 'Value',
          control: ({ value: text }, index) => (
            <Input value={text} onChange={({ detail }) => set(index, { value: detail.value })} />
          ),
        },
      ]}
    />
  );
}
