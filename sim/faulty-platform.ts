import { OpsError } from '../core/errors.ts';
import type { Compute } from '../core/fleet/compute.ts';
import type { Dice } from './dice.ts';

/** How often a call to the platform fails before it did anything, and after it did everything. Ratios 0..1. */
export interface PlatformFaults {
  readonly beforeRatio: number;
  readonly afterRatio: number;
}

/** Counts what went wrong, and stops when it is told to. */
export interface FaultSwitch {
  on: boolean;
  injected: number;
}

/**
 * A platform whose answers get lost: a call may fail before it acts, or act and never answer. Whoever calls cannot
 * tell the two apart, as with a real network.
 */
export function faultyPlatform(
  compute: Compute,
  of: { readonly dice: Dice; readonly faults: PlatformFaults; readonly power: FaultSwitch },
): Compute {
  const { dice, faults, power } = of;
  const lost = (): never => {
    power.injected += 1;
    throw new OpsError('platform.unavailable', 'The platform did not answer.', {
      remedy: 'Try again later.',
    });
  };
  const wrap =
    <Request, Result>(call: (request: Request) => Promise<Result>) =>
    async (request: Request): Promise<Result> => {
      if (power.on && dice.chance(faults.beforeRatio)) return lost();
      const result = await call(request);
      return power.on && dice.chance(faults.afterRatio) ? lost() : result;
    };
  return {
    features: compute.features,
    observe: wrap((names) => compute.observe(names)),
    create: wrap((request) => compute.create(request)),
    rollOut: wrap((request) => compute.rollOut(request)),
    setDesiredCount: wrap((request) => compute.setDesiredCount(request)),
    continueDeployment: wrap((request) => compute.continueDeployment(request)),
    stopDeployment: wrap((request) => compute.stopDeployment(request)),
    remove: wrap((request) => compute.remove(request)),
    listTasks: wrap((request) => compute.listTasks(request)),
  };
}
