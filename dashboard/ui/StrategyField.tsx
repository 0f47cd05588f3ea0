import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import type { ServiceSpecInput } from '../../core/contract/service-spec.ts';

const STRATEGIES = [
  { value: 'rolling', label: 'Rolling', description: 'New tasks replace old ones, never below the minimum' },
  { value: 'canary', label: 'Canary', description: '10 % first, watched for 5 minutes, then all' },
  {
    value: 'canary-pause',
    label: 'Canary with a pause',
    description: '10 % first, then a person lets it go on',
  },
  { value: 'linear', label: 'Linear', description: 'In steps of 25 %, each watched for 5 minutes' },
  {
    value: 'blueGreen',
    label: 'Blue/green',
    description: 'All new tasks at once beside the old ones, then a switch',
  },
] as const;

/** The name under which a strategy is offered. */
export type StrategyChoice = (typeof STRATEGIES)[number]['value'];

interface StrategyFieldProps {
  readonly value: StrategyChoice;
  readonly onChange: (value: StrategyChoice) => void;
}

/** How a new version replaces the old one. */
export function StrategyField({ value, onChange }: StrategyFieldProps) {
  return (
    <FormField label="How a new version replaces the old one">
      <Select
        selectedOption={STRATEGIES.find((one) => one.value === value) ?? STRATEGIES[0]}
        options={STRATEGIES}
        onChange={({ detail }) =>
          onChange(STRATEGIES.find((one) => one.value === detail.selectedOption.value)?.value ?? 'rolling')
        }
      />
    </FormField>
  );
}

/** The choice as the API takes it. */
export function strategyOf(choice: StrategyChoice): NonNullable<ServiceSpecInput['strategy']> {
  return choice === 'canary-pause' ? { kind: 'canary', pause: true } : { kind: choice };
}
