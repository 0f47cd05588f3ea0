import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { FARGATE_MEMORY_MIB } from '../../core/contract/task-size.ts';

/** A task's size: CPU units (1024 = 1 vCPU) and MiB. */
export interface Size {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
}

interface SizeFieldsProps {
  readonly size: Size;
  readonly onChange: (size: Size) => void;
}

/** CPU and memory of one task; only pairs that Fargate runs are offered. */
export function SizeFields({ size, onChange }: SizeFieldsProps) {
  const cpus = [...FARGATE_MEMORY_MIB.keys()].map(cpuOption);
  const memories = (FARGATE_MEMORY_MIB.get(size.cpuUnits) ?? []).map(memoryOption);
  return (
    <ColumnLayout columns={2}>
      <FormField label="CPU of one task">
        <Select
          selectedOption={cpuOption(size.cpuUnits)}
          options={cpus}
          onChange={({ detail }) => onChange(withCpu(size, Number(detail.selectedOption.value)))}
        />
      </FormField>
      <FormField label="Memory of one task">
        <Select
          selectedOption={memoryOption(size.memoryMiB)}
          options={memories}
          onChange={({ detail }) => onChange({ ...size, memoryMiB: Number(detail.selectedOption.value) })}
        />
      </FormField>
    </ColumnLayout>
  );
}

/** Keeps the memory when it is legal with the new CPU, else takes the nearest legal one. */
function withCpu({ memoryMiB }: Size, cpuUnits: number): Size {
  const legal = FARGATE_MEMORY_MIB.get(cpuUnits) ?? [memoryMiB];
  const distance = (other: number) => Math.abs(other - memoryMiB);
  const nearest = legal.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  return { cpuUnits, memoryMiB: nearest };
}

function cpuOption(cpuUnits: number) {
  return { value: String(cpuUnits), label: `${cpuUnits / 1024} vCPU` };
}

function memoryOption(memoryMiB: number) {
  return { value: String(memoryMiB), label: `${memoryMiB / 1024} GB` };
}
