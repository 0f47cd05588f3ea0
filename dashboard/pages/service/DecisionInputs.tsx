import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { Decision } from '../../../core/contract/scaling.ts';
import { count, percent } from '../../util/words.ts';

/** The measurements and limits a decision was made from; what was not measured says so. */
export function DecisionInputs({ decision }: { readonly decision: Decision }) {
  const { inputs, rule, want } = decision;
  const ratio = (value: number | undefined, target: number) =>
    `${value === undefined ? 'not measured' : percent(value)}, target ${percent(target)}`;
  return (
    <KeyValuePairs
      columns={4}
      minColumnWidth={150}
      items={[
        { label: 'CPU', value: ratio(inputs.cpu, inputs.cpuTarget) },
        { label: 'Memory', value: ratio(inputs.memory, inputs.memoryTarget) },
        {
          label: 'Response time p95',
          value: `${inputs.p95Ms === undefined ? 'not measured' : `${Math.round(inputs.p95Ms)} ms`}, objective ${inputs.p95TargetMs} ms`,
        },
        {
          label: 'Tasks',
          value: `${inputs.running} running, ${inputs.desired} wanted, limits ${inputs.min}–${inputs.max}`,
        },
        {
          label: 'What each asked for',
          value:
            inputs.wants.map((one) => `${one.metric}: ${count(one.want, 'task')}`).join(', ') || 'nothing',
        },
        { label: 'Alarms ringing', value: inputs.alarms.join(', ') || 'none' },
        { label: 'Wanted in all', value: count(want, 'task') },
        { label: 'Rule', value: <span className="mono">{rule}</span> },
      ]}
    />
  );
}
