import { unitMicroUsd } from '../budget/service-cost.ts';
import type { PriceTable } from '../contract/money.ts';
import type { Limits } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import { formatPercent } from '../format.ts';

/** A field of a service's limits. */
export type LimitField = keyof Limits;

/** The fields, in the order they are told. */
export const LIMIT_FIELDS = [
  'cpuUnits',
  'memoryMiB',
  'min',
  'max',
  'cpuTarget',
] as const satisfies readonly LimitField[];

/** The limits that a service has now. */
export function limitsOf({ spec, bounds }: Pick<Service, 'spec' | 'bounds'>): Limits {
  const { cpuUnits, memoryMiB, scaling } = spec;
  return { cpuUnits, memoryMiB, min: bounds.min, max: bounds.max, cpuTarget: scaling.targets.cpu };
}

/** The fields in which two limits differ. */
export function changedFields(before: Limits, after: Limits): readonly LimitField[] {
  return LIMIT_FIELDS.filter((field) => before[field] !== after[field]);
}

/** Whether two limits are the same. */
export function sameLimits(a: Limits, b: Limits): boolean {
  return changedFields(a, b).length === 0;
}

/** What `max` tasks cost a month. */
export function ceilingOf(limits: Limits, prices: PriceTable): number {
  return limits.max * unitMicroUsd(limits, prices);
}

/** A size in words: `1 vCPU / 2 GB`. */
export function sizeInWords({ cpuUnits, memoryMiB }: Pick<Limits, 'cpuUnits' | 'memoryMiB'>): string {
  return `${cpuUnits / 1_024} vCPU / ${memoryMiB / 1_024} GB`;
}

/** Limits in words: `1 vCPU / 2 GB, 2 to 4 tasks, CPU target 60 %`. */
export function limitsInWords(limits: Limits): string {
  return `${sizeInWords(limits)}, ${limits.min} to ${limits.max} tasks, CPU target ${formatPercent(limits.cpuTarget)}`;
}
