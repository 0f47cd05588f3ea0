import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { EcsCalls } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { isHealthy, TaskLister } from '../../../../adapters/aws/ecs/task-lister.ts';
import { virtualWaiting } from './emulated-ecs.ts';

const arnOf = (id: string) => `arn:aws:ecs:us-east-1:123456789012:task/hms-ops-test/${id}`;

function open() {
  const mock = mockClient(ECSClient);
  const lister = new TaskLister({
    calls: new EcsCalls(new ECSClient({}), virtualWaiting()),
    cluster: 'hms-ops-test',
  });
  const asked = () => mock.commandCalls(DescribeTasksCommand).length;
  return { mock, lister, asked };
}

describe('the service that a task belongs to', () => {
  it('is asked once while the task runs', async () => {
    const { mock, lister, asked } = open();
    const task = { taskArn: arnOf('a'), group: 'service:portal', lastStatus: 'RUNNING' };
    mock.on(DescribeTasksCommand).resolves({ tasks: [task] });
    expect(await lister.serviceOf('a')).toBe('portal');
    expect(await lister.serviceOf('a')).toBe('portal');
    expect(asked()).toBe(1);
  });

  it.each([
    ['comes up', { lastStatus: 'PENDING', group: 'service:portal' }, 'portal'],
    ['stopped', { lastStatus: 'STOPPED', group: 'service:portal' }, undefined],
    ['was run for a job', { lastStatus: 'RUNNING', group: 'family:hms-test-job_train' }, undefined],
    ['has no group', { lastStatus: 'RUNNING' }, undefined],
  ])('is asked again for one that %s', async (_what, task, expected) => {
    const { mock, lister, asked } = open();
    mock.on(DescribeTasksCommand).resolves({ tasks: [{ taskArn: arnOf('a'), ...task }] });
    expect(await lister.serviceOf('a')).toBe(expected);
    await lister.serviceOf('a');
    expect(asked()).toBe(2);
  });

  it('is none for a task that ECS does not know', async () => {
    const { mock, lister } = open();
    mock.on(DescribeTasksCommand).resolves({ tasks: [], failures: [{ arn: arnOf('a'), reason: 'MISSING' }] });
    expect(await lister.serviceOf('a')).toBeUndefined();
  });
});

describe('the tasks of services', () => {
  it('are listed once for all where many services are asked for, whatever their number', async () => {
    const { mock, lister } = open();
    const services = Array.from({ length: 200 }, (_, i) => `service-${i}`);
    const tasks = [...services, 'other'].map((service) => ({
      taskArn: arnOf(service),
      group: `service:${service}`,
      lastStatus: 'RUNNING',
    }));
    mock.on(ListTasksCommand).resolves({ taskArns: tasks.map(({ taskArn }) => taskArn) });
    mock.on(DescribeTasksCommand).callsFake(({ tasks: wanted }) => ({
      tasks: tasks.filter(({ taskArn }) => wanted.includes(taskArn)),
    }));
    const found = await lister.listTasks(services);
    expect(found.map(({ service }) => service)).toEqual(services);
    expect(mock.commandCalls(ListTasksCommand).map(({ args }) => args[0].input)).toEqual([
      { cluster: 'hms-ops-test', desiredStatus: 'RUNNING' },
    ]);
    expect(mock.commandCalls(DescribeTasksCommand)).toHaveLength(3);
  });

  it('are listed page by page and described a hundred at a time; those that do not run are left out', async () => {
    const { mock, lister, asked } = open();
    const ids = Array.from({ length: 150 }, (_, i) => `task-${i}`);
    mock
      .on(ListTasksCommand)
      .resolves({ taskArns: ids.slice(0, 100).map(arnOf), nextToken: 'more' })
      .on(ListTasksCommand, { nextToken: 'more' }, false)
      .resolves({ taskArns: ids.slice(100).map(arnOf) });
    mock.on(DescribeTasksCommand).callsFake(({ tasks }) => ({
      tasks: tasks.map((taskArn: string) => ({
        taskArn,
        lastStatus: taskArn.endsWith('task-7') ? 'PENDING' : 'RUNNING',
        startedAt: new Date('2026-03-02T08:00:00.000Z'),
      })),
    }));
    const tasks = await lister.listTasks(['portal']);
    expect(tasks).toHaveLength(149);
    expect(tasks[0]).toEqual({ service: 'portal', id: 'task-0', startedAt: '2026-03-02T08:00:00.000Z' });
    expect(asked()).toBe(2);
  });
});

describe('a task is healthy', () => {
  it.each([
    ['when its check says so', { healthStatus: 'HEALTHY' }, true, true],
    [
      'when the check of the service’s own container says so',
      { containers: [{ name: 'portal', healthStatus: 'HEALTHY' }] },
      true,
      true,
    ],
    ['not before its check says so', { healthStatus: 'UNKNOWN' }, true, false],
    ['not when its check says it is not', { healthStatus: 'UNHEALTHY' }, true, false],
    ['while it runs, where it has no check', { healthStatus: 'UNKNOWN' }, false, true],
    ['never when it does not run', { healthStatus: 'HEALTHY', lastStatus: 'STOPPING' }, true, false],
  ] as const)('%s', (_what, task, isChecked, expected) => {
    const { containers = [], ...facts } = { containers: [], ...task };
    const seen = { lastStatus: 'RUNNING', ...facts, containers: [...containers] };
    expect(isHealthy(seen, { service: 'portal', isChecked })).toBe(expected);
  });
});
