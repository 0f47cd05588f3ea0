import {
  type Deployment,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeployment,
  type Task,
} from '@aws-sdk/client-ecs';
import type { ObservedDeployment, ObservedService, StoppedTask } from '../../../core/fleet/compute.ts';
import type { EcsCalls } from './ecs-calls.ts';
import { fromPrimary, fromServiceDeployment } from './observed-deployment.ts';
import { TAGS } from './tags.ts';
import type { TaskDefinitions } from './task-definitions.ts';
import { type TaskLister, taskIdOf } from './task-lister.ts';

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
  #hasDeployments = true;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** In the order of `names`. @throws OpsError `platform.unavailable` */
  async observe(names: readonly string[], depth: Depth): Promise<readonly ObservedService[]> {
    const found = new Map<string, Service>();
    for (let from = 0; from < names.length; from += DESCRIBED)
      for (const service of await this.describe(names.slice(from, from + DESCRIBED)))
        found.set(service.serviceName ?? '', service);
    return Promise.all(names.map((name) => this.#observed(name, found.get(name), depth)));
  }

  /** What ECS describes of at most ten services. */
  async describe(names: readonly string[]): Promise<readonly Service[]> {
    const command = new DescribeServicesCommand({
      cluster: this.#parts.cluster,
      services: [...names],
      include: ['TAGS'],
    });
    return (await this.#parts.calls.send(command)).services ?? [];
  }

  async #observed(name: string, service: Service | undefined, depth: Depth): Promise<ObservedService> {
    if (!service || service.status === 'INACTIVE') return { kind: 'missing', name };
    const { definitions } = this.#parts;
    const { content, contentHash, setBy } = await definitions.read(name, service.taskDefinition ?? '');
    const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service;
    const closely = depth === 'closely' || !isSettled(service);
    const healthyByContent = await this.#healthy(name, service, contentHash);
    const [deployment, stoppedTasks] = closely
      ? await Promise.all([this.#deployment(name, service, healthyByContent), this.#stopped(name)])
      : [fromPrimary(primaryOf(service), { contentHash, healthyTasks: runningCount }), []];
    return {
      kind: 'present',
      name,
      status: service.status === 'DRAINING' ? 'DRAINING' : 'ACTIVE',
      generation: generationOf(service),
      desiredCount,
      runningCount,
      pendingCount,
      contentHash,
      content,
      setBy: { desiredCount: '', content: setBy },
      healthyByContent,
      ...(deployment && { deployment }),
      stoppedTasks,
    };
  }

  /** A settled service is as healthy as it is running: ECS replaces what is not. */
  async #healthy(
    name: string,
    service: Service,
    contentHash: string,
  ): Promise<Readonly<Record<string, number>>> {
    if (isSettled(service)) return service.runningCount ? { [contentHash]: service.runningCount } : {};
    const counts: Record<string, number> = {};
    for (const task of await this.#parts.tasks.ofService(name, 'RUNNING')) {
      if (task.lastStatus !== 'RUNNING' || !isHealthy(task)) continue;
      const hash = await this.#hashOf(name, task.taskDefinitionArn);
      counts[hash] = (counts[hash] ?? 0) + 1;
    }
    return counts;
  }

  async #deployment(
    name: string,
    service: Service,
    healthyByContent: Readonly<Record<string, number>>,
  ): Promise<ObservedDeployment | undefined> {
    const newest = await this.#newestDeployment(name);
    const primary = primaryOf(service);
    if (!newest) {
      const contentHash = await this.#hashOf(name, primary?.taskDefinition);
      return fromPrimary(primary, { contentHash, healthyTasks: healthyByContent[contentHash] ?? 0 });
    }
    const contentHash = await this.#targetOf(name, newest);
    const healthyTasks = healthyByContent[contentHash] ?? 0;
    return fromServiceDeployment(newest, { contentHash, healthyTasks, failedTasks: primary?.failedTasks });
  }

  /** A target without this part of the API says so once, and is not asked again. */
  async #newestDeployment(name: string): Promise<ServiceDeployment | undefined> {
    if (!this.#hasDeployments) return undefined;
    try {
      const list = new ListServiceDeploymentsCommand({ cluster: this.#parts.cluster, service: name });
      const { serviceDeployments = [] } = await this.#parts.calls.send(list);
      const [newest] = [...serviceDeployments].sort((a, b) => Number(b.createdAt) - Number(a.createdAt));
      if (newest?.serviceDeploymentArn === undefined) return undefined;
      const describe = new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [newest.serviceDeploymentArn],
      });
      return (await this.#parts.calls.send(describe)).serviceDeployments?.[0];
    } catch (error) {
      if (!isUnsupported(error)) throw error;
      this.#hasDeployments = false;
      return undefined;
    }
  }

  async #targetOf(name: string, { targetServiceRevision }: ServiceDeployment): Promise<string> {
    const arn = targetServiceRevision?.arn;
    if (arn === undefined) return '';
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
    const { serviceRevisions } = await this.#parts.calls.send(command);
    return this.#hashOf(name, serviceRevisions?.[0]?.taskDefinition);
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

/** One deployment, completed, with as many tasks as wanted and none on its way. */
function isSettled({ deployments = [], desiredCount, runningCount, pendingCount }: Service): boolean {
  const [only] = deployments;
  const isCompleted = deployments.length === 1 && only?.rolloutState === 'COMPLETED';
  return isCompleted && runningCount === desiredCount && (pendingCount ?? 0) === 0;
}

function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/** The generation in a service's tags; 0 where there is none. */
export function generationOf({ tags = [] }: Service): number {
  return Number(tags.find(({ key }) => key === TAGS.generation)?.value ?? 0);
}

/** Tasks without a health check are healthy while they run. Source: Amazon ECS API reference, Task.healthStatus. */
function isHealthy({ healthStatus, containers = [] }: Task): boolean {
  const isChecked = containers.some(
    (container) => container.healthStatus !== undefined && container.healthStatus !== 'UNKNOWN',
  );
  return healthStatus === 'HEALTHY' || (!isChecked && healthStatus !== 'UNHEALTHY');
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

/** What a target answers that lacks an operation: ECS's own word, or a protocol's. */
export function isUnsupported(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return ['UnsupportedFeatureException', 'UnknownOperationException', 'InvalidAction'].includes(name);
}
