import { DescribeServicesCommand, type Service, type Task } from '@aws-sdk/client-ecs';
import { OpsError } from '../../../core/errors.ts';
import type { ObservedDeployment, ObservedService, StoppedTask } from '../../../core/fleet/compute.ts';
import type { EcsCalls } from './ecs-calls.ts';
import { NewestDeployments } from './newest-deployment.ts';
import { fromPrimary, fromServiceDeployment } from './observed-deployment.ts';
import type { ReadDefinition } from './read-definition.ts';
import { generationOf, isSettled, primaryOf } from './service-state.ts';
import type { TaskDefinitions } from './task-definitions.ts';
import { isHealthy, type TaskLister, taskIdOf } from './task-lister.ts';

/** The most services in one answer. Source: Amazon ECS API reference, DescribeServices. */
const DESCRIBED = 10;

/** Stopped tasks are told for an hour, at most 20, newest first. */
const STOPPED = { forMs: 3_600_000, most: 20 } as const;

interface Parts {
  readonly calls: EcsCalls;
  readonly cluster: string;
  readonly definitions: TaskDefinitions;
  readonly tasks: TaskLister;
}

/** Whether ECS is asked for everything, or only for what it says of many services at once. */
export type Depth = 'closely' | 'at a glance';

/**
 * Looks at services. At a glance, one that is settled costs a tenth of a call; closely, its deployments and its tasks,
 * stopped ones too, are looked at. What is unsettled is always looked at closely.
 */
export class ServiceObserver {
  readonly #parts: Parts;
  readonly #newest: NewestDeployments;
  readonly #counts = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#newest = new NewestDeployments(parts);
  }

  /**
   * In the order of `names`; of several, those that ECS had no turn for are left out. @throws OpsError
   * `platform.unavailable`
   */
  async observe(names: readonly string[], depth: Depth): Promise<readonly ObservedService[]> {
    const found = new Map<string, Service>();
    for (let from = 0; from < names.length; from += DESCRIBED)
      for (const service of await this.describe(names.slice(from, from + DESCRIBED)))
        found.set(service.serviceName ?? '', service);
    const looks = await Promise.allSettled(names.map((name) => this.#observed(name, found.get(name), depth)));
    return answeredOf(looks);
  }

  /** What ECS describes of at most ten services. */
  async describe(names: readonly string[]): Promise<readonly Service[]> {
    const command = new DescribeServicesCommand({
      cluster: this.#parts.cluster,
      services: [...names],
      include: ['TAGS'],
    });
    const { services = [] } = await this.#parts.calls.send(command, 'serviceReads');
    for (const { serviceName = '', desiredCount = 0 } of services)
      this.#counts.set(serviceName, desiredCount);
    return services;
  }

  /** How many tasks a service was last seen to want; 0 for one that was not seen. */
  lastCountOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  async #observed(name: string, service: Service | undefined, depth: Depth): Promise<ObservedService> {
    if (!service || service.status === 'INACTIVE') return { kind: 'missing', name };
    const runs = await this.#parts.definitions.read(name, service.taskDefinition ?? '');
    const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service;
    const healthyByContent = await this.#healthy(name, service, runs);
    const closely = depth === 'closely' || !isSettled(service);
    const [deployment, stoppedTasks] = await Promise.all([
      closely ? this.#deployment(name, service, healthyByContent) : settledDeployment(service, runs),
      closely ? this.#stopped(name) : [],
    ]);
    return {
      kind: 'present',
      name,
      status: service.status === 'DRAINING' ? 'DRAINING' : 'ACTIVE',
      generation: generationOf(service),
      desiredCount,
      runningCount,
      pendingCount,
      contentHash: runs.contentHash,
      content: runs.content,
      setBy: { desiredCount: '', content: runs.setBy },
      healthyByContent,
      ...(deployment && { deployment }),
      stoppedTasks,
    };
  }

  /** A settled service is as healthy as it is running: ECS replaces what is not. */
  async #healthy(
    name: string,
    service: Service,
    { contentHash: settledOn }: ReadDefinition,
  ): Promise<Readonly<Record<string, number>>> {
    if (isSettled(service)) return service.runningCount ? { [settledOn]: service.runningCount } : {};
    const counts: Record<string, number> = {};
    for (const task of await this.#parts.tasks.ofService(name, 'RUNNING')) {
      const runs = await this.#parts.definitions.read(name, task.taskDefinitionArn ?? '');
      const { contentHash, isChecked } = runs;
      if (isHealthy(task, { service: name, isChecked })) counts[contentHash] = (counts[contentHash] ?? 0) + 1;
    }
    return counts;
  }

  async #deployment(
    name: string,
    service: Service,
    healthyByContent: Readonly<Record<string, number>>,
  ): Promise<ObservedDeployment | undefined> {
    const newest = await this.#newest.of(name, service);
    const primary = primaryOf(service);
    const contentHash = await this.#hashOf(name, newest ? newest.taskDefinition : primary?.taskDefinition);
    const healthyTasks = healthyByContent[contentHash] ?? 0;
    if (!newest) return fromPrimary(primary, { contentHash, healthyTasks });
    return fromServiceDeployment(newest.deployment, {
      contentHash,
      healthyTasks,
      failedTasks: primary?.failedTasks,
    });
  }

  async #stopped(name: string): Promise<readonly StoppedTask[]> {
    const tasks = await this.#parts.tasks.ofService(name, 'STOPPED');
    const newestMs = Math.max(...tasks.map(({ stoppedAt }) => stoppedAt?.getTime() ?? 0));
    const lately = tasks
      .filter(({ stoppedAt }) => stoppedAt && newestMs - stoppedAt.getTime() < STOPPED.forMs)
      .sort((a, b) => Number(b.stoppedAt) - Number(a.stoppedAt))
      .slice(0, STOPPED.most);
    return Promise.all(
      lately.map(async (task) => stoppedTask(name, task, await this.#hashOf(name, task.taskDefinitionArn))),
    );
  }

  async #hashOf(name: string, definition: string | undefined): Promise<string> {
    return definition === undefined ? '' : (await this.#parts.definitions.read(name, definition)).contentHash;
  }
}

/** What was seen. Where nothing was, or something is wrong with us, that is thrown. */
function answeredOf(looks: readonly PromiseSettledResult<ObservedService>[]): readonly ObservedService[] {
  const seen = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : []));
  const [first = undefined] = failures.filter((reason) => !OpsError.is(reason, 'platform.unavailable'));
  if (first !== undefined) throw first;
  if (seen.length === 0 && failures.length > 0) throw failures[0];
  return seen;
}

function settledDeployment(service: Service, { contentHash }: ReadDefinition) {
  return fromPrimary(primaryOf(service), { contentHash, healthyTasks: service.runningCount ?? 0 });
}

function stoppedTask(service: string, task: Task, contentHash: string): StoppedTask {
  const main = task.containers?.find(({ name }) => name === service) ?? task.containers?.[0];
  const exitCode = main?.exitCode;
  return {
    id: taskIdOf(task.taskArn),
    contentHash,
    stoppedAt: (task.stoppedAt ?? new Date(0)).toISOString(),
    stopCode: task.stopCode ?? '',
    stoppedReason: [task.stoppedReason, main?.reason].filter(Boolean).join(' '),
    ...(exitCode !== undefined && { exitCode }),
  };
}
