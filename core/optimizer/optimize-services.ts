import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { find } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import { isOptimized, type NightPorts, type OptimizerRun, proposeAll } from './propose-all.ts';

/** A part of a night that is shared out: some services, by name, in the course of the night's run. */
export interface NightPart extends OptimizerRun {
  readonly services: readonly string[];
}

/**
 * Proposes limits for some services and stores the proposals; their Changes are asked for elsewhere, led by the event of
 * each. A name that is gone meanwhile is passed over. Repeating it proposes nothing twice.
 * @returns counts, as those of the whole night are
 */
export function optimizeServices(
  ports: NightPorts,
  { services, ...run }: NightPart,
): Promise<Readonly<Record<string, number>>> {
  return proposeAll(ports, { services: named(ports, services), run });
}

async function* named({ store }: Pick<Ports, 'store'>, names: readonly string[]): AsyncGenerator<Service> {
  for (const name of names) {
    const service = await find(store, Services, name);
    if (service && isOptimized(service)) yield service;
  }
}
