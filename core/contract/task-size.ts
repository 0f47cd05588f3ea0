/**
 * The CPU/memory pairs that Fargate runs: CPU units (1024 = 1 vCPU) to the legal memories in MiB.
 * Source: Amazon ECS developer guide, "Task CPU and memory" for Fargate.
 */
export const FARGATE_MEMORY_MIB: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
]);

/** Whether Fargate runs a task of this size. */
export function isLegalTaskSize(size: { readonly cpuUnits: number; readonly memoryMiB: number }): boolean {
  return FARGATE_MEMORY_MIB.get(size.cpuUnits)?.includes(size.memoryMiB) ?? false;
}

/** Says in plain words which sizes would be legal instead of `size`. */
export function legalSizeHint(size: { readonly cpuUnits: number; readonly memoryMiB: number }): string {
  const memories = FARGATE_MEMORY_MIB.get(size.cpuUnits);
  if (!memories) return `cpuUnits must be one of ${[...FARGATE_MEMORY_MIB.keys()].join(', ')}`;
  return `with cpuUnits ${size.cpuUnits}, memoryMiB must be one of ${memories.join(', ')}`;
}

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, i) => from + i * by);
}
