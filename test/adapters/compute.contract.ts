import { describeGivingUp } from './compute-giving-up-contract.ts';
import { describePausing } from './compute-pausing-contract.ts';
import { describeRunning } from './compute-running-contract.ts';
import { describeScaling } from './compute-scaling-contract.ts';
import type { OpenCompute } from './compute-under-test.ts';

/** The promises of the Compute port that every platform keeps. Each test opens its own platform. */
export function describeCompute(name: string, open: OpenCompute): void {
  describeRunning(name, open);
  describeGivingUp(name, open);
  describeScaling(name, open);
  describePausing(name, open);
}
