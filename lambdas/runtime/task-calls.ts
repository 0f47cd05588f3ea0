import { openTaskLister } from '../../adapters/aws/ecs/task-lister.ts';
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

/**
 * A task signs with the role that all tasks share; ECS names the session after the task. So the caller is a task when
 * the role is that one and the session is a task that runs, and its service is the one ECS says. Source: AWS STS,
 * assumed-role ARNs; Amazon ECS developer guide, "Task IAM role".
 */
export function taskCalls(): TaskCalls {
  const lister = openTaskLister(required(ENV.cluster));
  const role = nameOf(required(ENV.taskRole));
  return {
    compute: { ...unreachable.compute, listTasks: (services) => lister.listTasks(services) },
    callerOf: async (userArn) => {
      const taskId = sessionOf(userArn, role);
      const service = taskId === undefined ? undefined : await lister.serviceOf(taskId);
      return taskId === undefined || service === undefined ? undefined : identityOfTask({ service, taskId });
    },
  };
}

/** The session of an assumed role of this name; undefined for any other caller. Pure. */
export function sessionOf(userArn: string, role: string): string | undefined {
  const [, named, session] =
    /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\/([\w-]{1,64})$/.exec(userArn) ?? [];
  return named === role ? session : undefined;
}

function nameOf(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? '';
}
