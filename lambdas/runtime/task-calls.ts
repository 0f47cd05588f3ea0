import { openTaskLister, type TaskLister } from '../../adapters/aws/ecs/task-lister.ts';
import { unreachable } from '../../adapters/aws/unreachable-platform.ts';
import { ENV } from '../../core/contract/env.ts';
import type { Identity } from '../../core/contract/identity.ts';
import type { Compute } from '../../core/fleet/compute.ts';
import { identityOfTask } from '../../core/policy/task-identity.ts';
import { required } from './environment.ts';

/** Which tasks run, and which of them signed a call. */
export interface TaskCalls {
  readonly compute: Compute;
  readonly callerOf: (userArn: string) => Promise<Identity | undefined>;
}

/** Sees the tasks of the cluster, and tells who of them calls. */
export function taskCalls(): TaskCalls {
  const lister = openTaskLister(required(ENV.cluster));
  return {
    compute: taskCompute(lister),
    callerOf: taskCallers(lister, required(ENV.taskRole)),
  };
}

/** The tasks of the cluster and nothing else of it. Whose a task is, is looked up once while it runs, never listed. */
export function taskCompute(tasks: Pick<TaskLister, 'listTasks' | 'serviceOf'>): Compute {
  return {
    ...unreachable.compute,
    listTasks: (services) => tasks.listTasks(services),
    isTaskOf: async ({ service, taskId }) => (await tasks.serviceOf(taskId)) === service,
  };
}

/**
 * A task signs with the role that all tasks share; ECS names the session after the task. So the caller is a task when
 * the role is that one and the session is a task that runs, and its service is the one ECS says: one call for each task,
 * then it is known. Source: AWS STS, assumed-role ARNs; Amazon ECS developer guide, "Task IAM role".
 */
export function taskCallers(tasks: Pick<TaskLister, 'serviceOf'>, roleArn: string): TaskCalls['callerOf'] {
  return async (userArn) => {
    const taskId = sessionOf(userArn, roleArn);
    const service = taskId === undefined ? undefined : await tasks.serviceOf(taskId);
    return taskId === undefined || service === undefined ? undefined : identityOfTask({ service, taskId });
  };
}

/** The session of a role, by the ARN that it calls as; undefined for any other caller. Pure. */
function sessionOf(userArn: string, roleArn: string): string | undefined {
  const [, account, name, session] =
    /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/([\w-]{1,64})$/.exec(userArn) ?? [];
  const isOurs = account === roleArn.split(':')[4] && name === roleArn.split('/').at(-1);
  return isOurs ? session : undefined;
}
