import type { PolicyVersion, TaskPolicy } from '../contract/policy.ts';
import type { Ports } from '../ports.ts';
import { each } from '../store/record-type.ts';
import { standingsOf, TaskPolicies, type TaskStanding } from '../store/records/task-policies.ts';
import { type BoundTask, boundTasks } from './bound-services.ts';
import type { RollOutSituation } from './decide-roll-out.ts';
import { standingWith } from './task-standing.ts';

/** What tasks said of a policy, and which tasks run now. */
export interface PolicyTasks {
  readonly running: readonly BoundTask[];
  readonly said: ReadonlyMap<string, TaskStanding>;
}

/** Reads which bound tasks run and what each has said of the policy. Reads only. */
export async function loadPolicyTasks(
  ports: Pick<Ports, 'store' | 'compute'>,
  version: Pick<PolicyVersion, 'name' | 'content'>,
): Promise<PolicyTasks> {
  const said = new Map<string, TaskStanding>();
  for await (const standing of each(ports.store, TaskPolicies, standingsOf(version.name)))
    said.set(keyOf(standing.service, standing.taskId), standing);
  return { running: await boundTasks(ports, version), said };
}

/** Where every running bound task stands with a version, and which ones failed and are gone. Pure. */
export function situationOf(version: PolicyVersion, tasks: PolicyTasks, now: string): RollOutSituation {
  const { running, said } = tasks;
  const runs = new Set(running.map(({ service, id }) => keyOf(service, id)));
  return {
    version,
    tasks: running.map((task) =>
      standingWith(version, { task, said: said.get(keyOf(task.service, task.id)), now }),
    ),
    gone: [...said.values()]
      .filter(({ service, taskId, failed }) => failed === version.number && !runs.has(keyOf(service, taskId)))
      .map(({ service, taskId, at, error }): TaskPolicy => {
        const status = 'FAILED';
        return { service, taskId, status, at, error: error ?? 'no reason given' };
      }),
    now,
  };
}

function keyOf(service: string, taskId: string): string {
  return `${service}#${taskId}`;
}
