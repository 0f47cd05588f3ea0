import { taskCallers } from '../../../lambdas/runtime/task-calls.ts';

const ROLE = 'arn:aws:iam::123456789012:role/hms/dev/tasks/hms-dev-task';
const TASK = '0123456789abcdef0123456789abcdef';
const callerOf = taskCallers({ serviceOf: async (id) => (id === TASK ? 'portal' : undefined) }, ROLE);

describe('a caller that signed with a role', () => {
  it('is the task that its session is named after, of the service that ECS says', async () => {
    expect(await callerOf(`arn:aws:sts::123456789012:assumed-role/hms-dev-task/${TASK}`)).toEqual({
      sub: `task/portal/${TASK}`,
      kind: 'task',
      name: TASK,
      roles: ['task'],
      groups: [],
    });
  });

  it.each([
    ['another role', `arn:aws:sts::123456789012:assumed-role/admin/${TASK}`],
    ['a role of that name in another account', `arn:aws:sts::999999999999:assumed-role/hms-dev-task/${TASK}`],
    ['a session that is no task which runs', 'arn:aws:sts::123456789012:assumed-role/hms-dev-task/somebody'],
    ['a user', `arn:aws:iam::123456789012:user/${TASK}`],
  ])('is nobody: %s', async (_what, userArn) => {
    expect(await callerOf(userArn)).toBeUndefined();
  });
});
