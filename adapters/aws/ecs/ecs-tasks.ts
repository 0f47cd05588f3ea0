import { createHash } from 'node:crypto';
import { ListTasksCommand, RunTaskCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs';
import type { ObservedTask, RunTask, TaskRunner } from '../../../core/jobs/task-runner.ts';
import { unavailable } from '../aws-client.ts';
import { type EcsCalls, openEcsCalls } from './ecs-calls.ts';
import { isNamed } from './ecs-refusals.ts';
import type { Fleet } from './fleet-config.ts';
import { jobDefinition } from './job-definition.ts';
import { placement } from './service-settings.ts';
import { nameOfJob, TAGS, tagsOf } from './tags.ts';
import { TaskDefinitions } from './task-definitions.ts';
import { TaskLister, taskIdOf } from './task-lister.ts';

/** What a client token may be that is a `startedBy` as well. Source: Amazon ECS API reference, RunTask. */
const TOKEN = /^[\w/-]{1,64}$/;

/** Longest reason of a stop that is shown whole. Source: Amazon ECS API reference, StopTask. */
const LONGEST_REASON = 1_024;

interface Parts {
  readonly calls: EcsCalls;
  readonly fleet: Fleet;
}

/** Tasks of jobs by RunTask: the same client token is the same task, however often it is asked for. */
export class EcsTasks implements TaskRunner {
  readonly #calls: EcsCalls;
  readonly #fleet: Fleet;
  readonly #definitions: TaskDefinitions;
  readonly #tasks: TaskLister;

  constructor({ calls, fleet }: Parts) {
    this.#calls = calls;
    this.#fleet = fleet;
    this.#definitions = new TaskDefinitions({ calls, fleet });
    this.#tasks = new TaskLister({ calls, cluster: fleet.cluster });
  }

  async run(task: RunTask): Promise<{ readonly taskId: string }> {
    const token = tokenOf(task.clientToken);
    const command = new RunTaskCommand({
      ...runsIn(this.#fleet),
      taskDefinition: await this.#definitions.ensure(jobDefinition(task)),
      count: 1,
      clientToken: token,
      startedBy: token,
      overrides: {
        containerOverrides: [
          {
            name: nameOfJob(task.job),
            ...(task.command.length > 0 && { command: [...task.command] }),
            environment: Object.entries(task.environment).map(([name, value]) => ({ name, value })),
          },
        ],
      },
      tags: tagsOf(this.#fleet, nameOfJob(task.job), {
        [TAGS.run]: `${task.runId}/${task.attempt}`,
        [TAGS.change]: task.cause.changeId,
      }),
    });
    const { tasks: [started] = [], failures: [failure] = [] } = await this.#calls.send(
      command,
      'taskChanges',
    );
    if (started?.taskArn) return { taskId: taskIdOf(started.taskArn) };
    throw unavailable('ecs', new Error(`no room: ${failure?.reason ?? 'nothing started'}`));
  }

  /**
   * The task that runs under this token. `startedBy` must be the only filter, so those that have ended are not listed;
   * RunTask with the same token answers with such a one. Source: Amazon ECS API reference, ListTasks, "startedBy", and
   * developer guide, "Ensuring idempotency in Amazon ECS".
   */
  async find(clientToken: string): Promise<string | undefined> {
    const command = new ListTasksCommand({
      cluster: this.#fleet.cluster,
      startedBy: tokenOf(clientToken),
    });
    const { taskArns: [found] = [] } = await this.#calls.send(command, 'taskReads');
    return found === undefined ? undefined : taskIdOf(found);
  }

  async observe(taskIds: readonly string[]): Promise<readonly ObservedTask[]> {
    const found = await this.#tasks.describe(taskIds);
    const byId = new Map(found.map((task) => [taskIdOf(task.taskArn), task]));
    return taskIds.map((taskId) => this.#observed(taskId, byId.get(taskId)));
  }

  async stop({ taskId, reason }: Parameters<TaskRunner['stop']>[0]): Promise<void> {
    const command = new StopTaskCommand({
      cluster: this.#fleet.cluster,
      task: taskId,
      reason: reason.slice(0, LONGEST_REASON),
    });
    try {
      await this.#calls.send(command, 'taskChanges');
    } catch (error) {
      if (!isNamed(error, 'InvalidParameterException')) throw error; // ECS forgot the task: it has ended
    }
  }

  #observed(taskId: string, task: Task | undefined): ObservedTask {
    if (!task) return { kind: 'missing', taskId };
    const [main] = task.containers ?? [];
    const known = {
      kind: 'present',
      taskId,
      lastStatus: STATUSES[task.lastStatus ?? ''] ?? 'PENDING',
      ...(main?.name !== undefined && { logLink: logLink(this.#fleet, main.name, taskId) }),
    } as const;
    if (known.lastStatus !== 'STOPPED') return known;
    return {
      ...known,
      stopCode: task.stopCode,
      stoppedReason: [task.stoppedReason, main?.reason].filter(Boolean).join(' '),
      ...(task.stoppedAt && { stoppedAt: task.stoppedAt.toISOString() }),
      ...(main?.exitCode !== undefined && { exitCode: main.exitCode }),
    };
  }
}

/** A task that is on its way out counts as running until it is gone. */
const STATUSES: Readonly<Record<string, Extract<ObservedTask, { kind: 'present' }>['lastStatus']>> = {
  RUNNING: 'RUNNING',
  DEACTIVATING: 'RUNNING',
  STOPPING: 'RUNNING',
  DEPROVISIONING: 'RUNNING',
  STOPPED: 'STOPPED',
};

/** Tasks of jobs in the account and region that the environment names. */
export function openEcsTasks(fleet: Fleet): EcsTasks {
  return new EcsTasks({ calls: openEcsCalls(), fleet });
}

function runsIn(fleet: Fleet) {
  const {
    availabilityZoneRebalancing: _ofServices,
    propagateTags: _ofServicesToo,
    ...where
  } = placement(fleet);
  return { ...where, propagateTags: 'TASK_DEFINITION' } as const;
}

/** The same token always makes the same one; what is too long, or has signs that ECS does not take, its hash. */
function tokenOf(clientToken: string): string {
  return TOKEN.test(clientToken) ? clientToken : createHash('sha256').update(clientToken).digest('hex');
}

/** Where the console of CloudWatch Logs shows a task's lines. */
function logLink({ region, config }: Fleet, container: string, taskId: string): string {
  const encoded = (text: string) => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
  const stream = `${container}/${container}/${taskId}`;
  const host = `https://${region}.console`;
  const page = `${host}.aws.amazon.com/cloudwatch/home?region=${region}`;
  return `${page}#logsV2:log-groups/log-group/${encoded(config.logGroup)}/log-events/${encoded(stream)}`;
}
