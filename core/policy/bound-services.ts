import type { PolicyVersion } from '../contract/policy.ts';
import type { Service } from '../contract/service.ts';
import type { RunningTask } from '../fleet/compute.ts';
import type { Ports } from '../ports.ts';
import { each } from '../store/record-type.ts';
import { liveServices, Services } from '../store/records/services.ts';

/** Whether a policy of this content speaks about a program. Pure. */
export function binds({ content }: Pick<PolicyVersion, 'content'>, program: string): boolean {
  return content.programs.length === 0 || content.programs.includes(program);
}

/** A running task of a bound service. One of a service that is being retired is exempt: it goes anyway. */
export interface BoundTask extends RunningTask {
  readonly exempt: boolean;
}

/** The tasks that run now of every service a version binds. */
export async function boundTasks(
  { store, compute }: Pick<Ports, 'store' | 'compute'>,
  version: Pick<PolicyVersion, 'content'>,
): Promise<readonly BoundTask[]> {
  const services = new Map<string, Service>();
  for await (const service of each(store, Services, liveServices))
    if (binds(version, service.program)) services.set(service.name, service);
  const tasks = await compute.listTasks([...services.keys()]);
  return tasks.map((task) => ({ ...task, exempt: services.get(task.service)?.status === 'RETIRING' }));
}
