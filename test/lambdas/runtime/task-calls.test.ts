import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { EcsCalls } from '../../../adapters/aws/ecs/ecs-calls.ts';
import { TaskLister } from '../../../adapters/aws/ecs/task-lister.ts';
import { receiveStatus } from '../../../core/policy/receive-status.ts';
import { identityOfTask } from '../../../core/policy/task-identity.ts';
import { find } from '../../../core/store/record-type.ts';
import { TaskPolicies } from '../../../core/store/records/task-policies.ts';
import { taskCallers, taskCompute } from '../../../lambdas/runtime/task-calls.ts';
import { deployPortal, openDesk } from '../../core/changes/desk.ts';
import { keep, versionOf } from '../../core/policy/some-versions.ts';

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

describe('a report of a task to the function that receives it', () => {
  const mock = mockClient(ECSClient);
  beforeEach(() => mock.reset());
  afterAll(() => mock.restore());

  /** What a report asks of ECS, where the task is in this state. */
  async function report({ lastStatus, reports }: { readonly lastStatus: string; readonly reports: number }) {
    const group = 'service:job-ingest';
    mock.on(ListTasksCommand).rejects(new Error('listed'));
    mock.on(DescribeTasksCommand).resolves({ tasks: [{ taskArn: `x/${TASK}`, group, lastStatus }] });
    const lister = new TaskLister({ calls: new EcsCalls(new ECSClient({})), cluster: 'c' });
    const desk = await openDesk();
    await deployPortal(desk);
    await keep(desk.ports.store, versionOf());
    const ports = { ...desk.ports, compute: taskCompute(lister) };
    const task = { service: 'job-ingest', taskId: TASK };
    const status = { labels: {}, bundles: { grants: { active_revision: 'grants@1' } } };
    for (let nth = 0; nth < reports; nth += 1)
      await receiveStatus(ports, { identity: identityOfTask(task), status, correlationId: 'c-1' });
    const standing = await find(desk.ports.store, TaskPolicies, { policy: 'grants', ...task });
    return { active: standing?.active, calls: mock.calls().length };
  }

  it('costs one look at the task, however often it reports, and no list of tasks', async () => {
    expect(await report({ lastStatus: 'RUNNING', reports: 5 })).toEqual({ active: 1, calls: 1 });
  });

  it.each(['PROVISIONING', 'PENDING', 'ACTIVATING'])(
    'is taken from one on its way up: %s',
    async (lastStatus) => {
      expect(await report({ lastStatus, reports: 1 })).toMatchObject({ active: 1 });
    },
  );

  it('is refused from a task of another service', async () => {
    const compute = taskCompute({ listTasks: async () => [], serviceOf: async () => 'ai-recommender' });
    const desk = await openDesk();
    await deployPortal(desk);
    const identity = identityOfTask({ service: 'job-ingest', taskId: TASK });
    const status = { labels: {}, bundles: {} };
    const refused = receiveStatus({ ...desk.ports, compute }, { identity, status, correlationId: 'c-1' });
    await expect(refused).rejects.toMatchObject({ code: 'policy.unknown_task' });
  });
});
