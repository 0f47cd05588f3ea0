import type { Identity } from '../contract/identity.ts';
import { Name } from '../contract/primitives.ts';
import { OpsError } from '../errors.ts';

/** The task that a token speaks for. */
export interface TaskIdentity {
  readonly service: string;
  readonly taskId: string;
}

/** The subject of a task's token: `task/<service>/<taskId>`. */
export function taskSubject({ service, taskId }: TaskIdentity): string {
  return `task/${service}/${taskId}`;
}

/** The task that the caller is. @throws OpsError `policy.unknown_task` for a token that names none. */
export function taskOf({ sub }: Identity): TaskIdentity {
  const [, service = '', taskId = ''] = /^task\/([^/]+)\/([\w-]{1,64})$/.exec(sub) ?? [];
  if (Name.safeParse(service).success && taskId !== '') return { service, taskId };
  throw new OpsError('policy.unknown_task', `${sub.slice(0, 128)} is no task.`, {
    remedy: 'Use the token of a running task; its subject is task/<service>/<taskId>.',
  });
}

/** Who a task is to the API: its name says nothing, its subject all. */
export function identityOfTask(task: TaskIdentity): Identity {
  return { sub: taskSubject(task), kind: 'task', name: task.taskId, roles: ['task'], groups: [] };
}
