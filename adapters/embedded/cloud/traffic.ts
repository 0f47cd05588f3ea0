import { behaviourOf } from './catalogue.ts';
import { definitionOf, inFlight, isServing, type ServiceState, type TaskDefinition } from './fleet-state.ts';
import { applyLoad, type LoadedGroup, type LoadOutcome } from './load-model.ts';
import { shiftsTraffic } from './place-tasks.ts';

/** The tasks of one revision that take requests, and what the load does to them. */
export interface ServedGroup {
  readonly definition: TaskDefinition;
  readonly group: LoadedGroup;
  readonly outcome: LoadOutcome;
}

/**
 * Spreads the demand over the revisions that take requests: by the shifted share while traffic is being shifted,
 * else evenly over tasks. Empty when no task is healthy: then every request fails.
 */
export function spreadDemand(service: ServiceState, demandRps: number): readonly ServedGroup[] {
  const serving = new Map<string, number>();
  for (const task of service.tasks)
    if (isServing(task)) serving.set(task.contentHash, (serving.get(task.contentHash) ?? 0) + 1);
  const shares = sharesOf(service, serving);
  return [...serving].flatMap(([contentHash, tasks]) => {
    const definition = definitionOf(service, contentHash);
    const { image, cpuUnits } = definition.content;
    const group: LoadedGroup = {
      behaviour: behaviourOf(image),
      size: { cpuUnits },
      serving: tasks,
      demandRps: demandRps * (shares.get(contentHash) ?? 0),
    };
    const outcome = applyLoad(group);
    return outcome ? [{ definition, group, outcome }] : [];
  });
}

function sharesOf(service: ServiceState, serving: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const deployment = inFlight(service);
  if (deployment?.sourceHash !== undefined && shiftsTraffic(deployment)) {
    const { sourceHash, targetHash, shift } = deployment;
    const isWhole = serving.has(sourceHash) && serving.has(targetHash);
    if (isWhole)
      return new Map([
        [sourceHash, 1 - shift],
        [targetHash, shift],
      ]);
  }
  const total = [...serving.values()].reduce((sum, tasks) => sum + tasks, 0);
  return new Map([...serving].map(([contentHash, tasks]) => [contentHash, tasks / total]));
}
