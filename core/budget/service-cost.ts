import type { CostDelta, PriceTable, ServiceCost } from '../contract/money.ts';
import type { Service } from '../contract/service.ts';
import type { Replicas } from '../contract/service-spec.ts';

/** CPU in units (1024 = 1 vCPU), memory in MiB. */
export interface Size {
  readonly cpuUnits: number;
  readonly memoryMiB: number;
}

/**
 * What one task of `size` costs a month, compute only: `(vCPU x price + GB x price) x 730 h`.
 *
 * | size            | $ a month |
 * | 512 / 1,024     | 18.02     |
 * | 1,024 / 4,096   | 42.53     |
 */
export function unitMicroUsd(size: Size, prices: PriceTable): number {
  const vcpu = (size.cpuUnits / 1024) * prices.vcpuHourMicroUsd;
  const memory = (size.memoryMiB / 1024) * prices.gbHourMicroUsd;
  return Math.round((vcpu + memory) * prices.hoursPerMonth);
}

/** What counts of a service's bounds: while a time box lowers them, the maximum that comes back stays committed. */
export function committedMax({ bounds, timeBox }: Pick<Service, 'bounds' | 'timeBox'>): number {
  return Math.max(bounds.max, timeBox?.revertTo.max ?? 0);
}

/** What a service costs a month at most: `max` tasks all month long. */
export function ceilingMicroUsd(size: Size, max: number, prices: PriceTable): number {
  return max * unitMicroUsd(size, prices);
}

/** Floor, run rate and ceiling of a service a month. */
export function serviceCost(of: {
  readonly size: Size;
  readonly bounds: Replicas;
  readonly running: number;
  readonly prices: PriceTable;
}): ServiceCost {
  const unit = unitMicroUsd(of.size, of.prices);
  return {
    floorMicroUsd: of.bounds.min * unit,
    runRateMicroUsd: of.running * unit,
    ceilingMicroUsd: of.bounds.max * unit,
  };
}

/** Before, after and the difference of an amount. */
export function costDelta(beforeMicroUsd: number, afterMicroUsd: number): CostDelta {
  return { beforeMicroUsd, afterMicroUsd, deltaMicroUsd: afterMicroUsd - beforeMicroUsd };
}
