import {
  DescribeTasksCommand,
  type DesiredStatus,
  ListTasksCommand,
  type ListTasksCommandInput,
  type Task,
} from '@aws-sdk/client-ecs';
import type { RunningTask } from '../../../core/fleet/compute.ts';
import { type EcsCalls, openEcsCalls } from './ecs-calls.ts';

/** The most that ECS describes in one call. Source: Amazon ECS API reference, DescribeTasks. */
const DESCRIBED = 100;

/** Up to so many services are asked for one by one; for more, all tasks of the cluster are listed, a hundred a call. */
const FEW = 5;

/** Sees which tasks run. Alters nothing. */
export class TaskLister {
  readonly #calls: EcsCalls;
  readonly #cluster: string;
  readonly #services = new Map<string, string>();

  constructor({ calls, cluster }: { readonly calls: EcsCalls; readonly cluster: string }) {
    this.#calls = calls;
    this.#cluster = cluster;
  }

  /** The tasks of these services that run now. @throws OpsError `platform.unavailable` */
  async listTasks(services: readonly string[]): Promise<readonly RunningTask[]> {
    if (services.length <= FEW) {
      const found = await Promise.all(services.map((service) => this.ofService(service, 'RUNNING')));
      return services.flatMap((service, nth) =>
        (found[nth] ?? []).flatMap((task) => runningIn(service, task)),
      );
    }
    const wanted = new Set(services);
    const tasks = await this.describe(await this.#list({ desiredStatus: 'RUNNING' }));
    return tasks.flatMap((task) => {
      const service = serviceIn(task);
      return service !== undefined && wanted.has(service) ? runningIn(service, task) : [];
    });
  }

  /** The tasks of a service whose desired status is this, as ECS describes them; none where there is no such service. */
  async ofService(service: string, desiredStatus: DesiredStatus): Promise<readonly Task[]> {
    return this.describe(await this.#list({ serviceName: service, desiredStatus }));
  }

  /** Tasks by ARN or id; what ECS forgot is left out. */
  async describe(tasks: readonly string[]): Promise<readonly Task[]> {
    const found: Task[] = [];
    for (let from = 0; from < tasks.length; from += DESCRIBED) {
      const chunk = tasks.slice(from, from + DESCRIBED);
      const command = new DescribeTasksCommand({ cluster: this.#cluster, tasks: chunk, include: ['TAGS'] });
      found.push(...((await this.#calls.send(command, 'taskReads')).tasks ?? []));
    }
    return found;
  }

  /** The service that a task belongs to, on its way up included; undefined for one that stopped, or is no service's. */
  async serviceOf(taskId: string): Promise<string | undefined> {
    const known = this.#services.get(taskId);
    if (known !== undefined) return known;
    const [task] = await this.describe([taskId]);
    const service = task && serviceIn(task);
    if (service !== undefined && task?.lastStatus === 'RUNNING') this.#services.set(taskId, service);
    return task?.lastStatus === 'STOPPED' ? undefined : service;
  }

  async #list(
    filter: Pick<ListTasksCommandInput, 'serviceName' | 'desiredStatus'>,
  ): Promise<readonly string[]> {
    const arns: string[] = [];
    let next: string | undefined;
    do {
      const command = new ListTasksCommand({
        cluster: this.#cluster,
        ...filter,
        ...(next !== undefined && { nextToken: next }),
      });
      const answer = await this.#calls.send(command, 'taskReads').catch(noneWithoutService);
      arns.push(...(answer.taskArns ?? []));
      next = answer.nextToken;
    } while (next !== undefined);
    return arns;
  }
}

function runningIn(
  service: string,
  { taskArn, lastStatus, startedAt, createdAt }: Task,
): readonly RunningTask[] {
  if (lastStatus !== 'RUNNING') return [];
  const since = startedAt ?? createdAt ?? new Date(0);
  return [{ service, id: taskIdOf(taskArn), startedAt: since.toISOString() }];
}

/** The service that started a task. Source: Amazon ECS API reference, Task, `group`. */
function serviceIn({ group = '' }: Task): string | undefined {
  return /^service:(.+)$/.exec(group)?.[1];
}

/** The tasks of a cluster in the account and region that the environment names. */
export function openTaskLister(cluster: string): TaskLister {
  return new TaskLister({ calls: openEcsCalls(), cluster });
}

/**
 * Whether a task of `service` runs and is healthy. Where its container has a check, the check decides: ECS says
 * `UNKNOWN` until it does, and always of containers without one. Source: Amazon ECS API reference, Task.healthStatus. Pure.
 */
export function isHealthy(
  { lastStatus, healthStatus, containers = [] }: Task,
  { service, isChecked }: { readonly service: string; readonly isChecked: boolean },
): boolean {
  const main = containers.find(({ name }) => name === service)?.healthStatus;
  const said = [healthStatus, main];
  return lastStatus === 'RUNNING' && (isChecked ? said.includes('HEALTHY') : !said.includes('UNHEALTHY'));
}

/** The id in a task's ARN. Source: Amazon ECS developer guide, long ARN format `task/<cluster>/<id>`. */
export function taskIdOf(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? '';
}

function noneWithoutService(error: unknown): { taskArns?: string[]; nextToken?: string } {
  if (error instanceof Error && error.name === 'ServiceNotFoundException') return {};
  throw error;
}
