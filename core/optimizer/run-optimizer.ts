import type { Ports } from '../ports.ts';
import { followProposal } from './follow-proposals.ts';
import { type OptimizerRun, proposeAll, servicesOfNight } from './propose-all.ts';

/**
 * Proposes limits for every live service whose `optimize` is not `off`, stores the proposals, and asks for their Changes as
 * far as that is the night's business: a REDUCE of an `auto` service in the maintenance window, a RAISE or REBALANCE always
 * (people decide).
 * @returns counts by class, failures, and `predictedSavingUsd` a month of what may reduce cost.
 * @see proposeAll for what happens when a service fails or a run is repeated
 */
export function runOptimizer(ports: Ports, run: OptimizerRun): Promise<Readonly<Record<string, number>>> {
  const followUp = (id: string) => followProposal(ports, id, run.correlationId);
  return proposeAll(ports, { services: servicesOfNight(ports), run, followUp });
}
