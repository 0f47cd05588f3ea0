import {
  DescribeExecutionCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { NightTasks } from '../../../adapters/aws/night-tasks.ts';
import { TaskRunners } from '../../../adapters/aws/task-runners.ts';
import type { ObservedTask, RunTask } from '../../../core/jobs/task-runner.ts';
import { openCloud } from '../cloud-fixture.ts';
import { TASK_IMAGES } from '../task-images.ts';
import { attemptOf } from '../task-runner.contract.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:hms-ops-test-night';
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:hms-ops-test-night';
const RUN_ID = '0123456789abcdef0123456789abcdef';
const AT = new Date('2026-03-03T02:10:00.000Z');

const night: RunTask = attemptOf('', {
  clientToken: `${RUN_ID}#1`,
  job: 'optimize-resources',
  runId: RUN_ID,
  builtin: 'optimize-resources',
});

function refusal(name: string) {
  return new SFNServiceException({ name, $fault: 'client', $metadata: {}, message: name });
}

/** Step Functions with executions in memory: a name is used once. */
function open() {
  const mock = mockClient(SFNClient);
  const executions = new Map<string, object>();
  mock.on(StartExecutionCommand).callsFake(({ name }) => {
    if (executions.has(name)) throw refusal('ExecutionAlreadyExists');
    executions.set(name, { status: 'RUNNING' });
    return { executionArn: `${EXECUTION}:${name}`, startDate: AT };
  });
  mock.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const found = executions.get(executionArn.slice(EXECUTION.length + 1));
    if (!found) throw refusal('ExecutionDoesNotExist');
    return { executionArn, ...found };
  });
  mock.on(StopExecutionCommand).callsFake(({ executionArn, cause }) => {
    const name = executionArn.slice(EXECUTION.length + 1);
    if (!executions.has(name)) throw refusal('ExecutionDoesNotExist');
    executions.set(name, { status: 'ABORTED', cause, stopDate: AT });
    return {};
  });
  const tasks = new NightTasks({ client: new SFNClient({}), machine: MACHINE });
  const end = (more: object) => executions.set(`${RUN_ID}-1`, { stopDate: AT, ...more });
  return { mock, tasks, end };
}

describe('the product’s own work at night', () => {
  it('is one execution for one token, however often it is asked for, told of its run', async () => {
    const { tasks, mock } = open();
    const asked = [await tasks.run(night), await tasks.run(night)];
    expect(asked).toEqual([{ taskId: `night:${RUN_ID}-1` }, { taskId: `night:${RUN_ID}-1` }]);
    expect(mock.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: MACHINE,
      name: `${RUN_ID}-1`,
      input: JSON.stringify({ runId: RUN_ID, correlationId: `run-${RUN_ID}` }),
    });
  });

  it('is found by its token once it was started', async () => {
    const { tasks } = open();
    expect(await tasks.find(night.clientToken)).toBeUndefined();
    const { taskId } = await tasks.run(night);
    expect(await tasks.find(night.clientToken)).toBe(taskId);
  });

  const chunks = JSON.stringify([
    { seen: 116, proposed: 3 },
    { seen: 20, proposed: 1, failed: 0 },
  ]);
  it.each<[string, object, Partial<Extract<ObservedTask, { kind: 'present' }>>]>([
    ['runs', { status: 'RUNNING', stopDate: undefined }, { lastStatus: 'RUNNING' }],
    [
      'succeeded, with the counts of its chunks added up',
      { status: 'SUCCEEDED', output: chunks },
      { lastStatus: 'STOPPED', exitCode: 0, metrics: { seen: 136, proposed: 4, failed: 0 } },
    ],
    [
      'succeeded, and counted nothing',
      { status: 'SUCCEEDED', output: '{"of":"another form"}' },
      { metrics: {} },
    ],
    [
      'failed, with its cause',
      { status: 'FAILED', error: 'States.TaskFailed', cause: 'no metrics' },
      { lastStatus: 'STOPPED', exitCode: 1, stoppedReason: 'States.TaskFailed: no metrics' },
    ],
    [
      'took too long',
      { status: 'TIMED_OUT' },
      { lastStatus: 'STOPPED', exitCode: 1, stoppedReason: 'TIMED_OUT' },
    ],
    [
      'was stopped',
      { status: 'ABORTED', cause: 'enough' },
      { lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'enough' },
    ],
  ])('%s', async (_what, execution, expected) => {
    const { tasks, end } = open();
    const { taskId } = await tasks.run(night);
    end(execution);
    expect(await tasks.observe([taskId])).toMatchObject([{ kind: 'present', taskId, ...expected }]);
  });

  it('that was never started is missing, and needs no stop', async () => {
    const { tasks } = open();
    const taskId = 'night:nothing';
    expect(await tasks.observe([taskId])).toEqual([{ kind: 'missing', taskId }]);
    await tasks.stop({ taskId, job: night.job, reason: 'enough', cause: night.cause });
  });

  it('is unavailable where Step Functions does not answer', async () => {
    const { tasks, mock } = open();
    mock.on(StartExecutionCommand).rejects(refusal('ThrottlingException'));
    await expect(tasks.run(night)).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'states' },
    });
  });
});

describe('runners of images and of the product’s own work as one', () => {
  function openBoth() {
    const { tasks: builtins, mock } = open();
    const { cloud } = openCloud();
    return { mock, images: cloud.tasks, runners: new TaskRunners({ images: cloud.tasks, builtins }) };
  }

  it('run each where it belongs, find it there, and see both in the order asked', async () => {
    const { runners } = openBoth();
    expect(runners.runsBuiltins).toBe(true);
    const image = attemptOf(TASK_IMAGES.succeeds, { clientToken: 'image#1' });
    const [{ taskId: own }, { taskId: other }] = [await runners.run(night), await runners.run(image)];
    expect(await runners.find(night.clientToken)).toBe(own);
    expect(await runners.find(image.clientToken)).toBe(other);
    expect(await runners.observe([own, 'unknown', other])).toMatchObject([
      { taskId: own, lastStatus: 'RUNNING' },
      { taskId: 'unknown', kind: 'missing' },
      { taskId: other, lastStatus: 'PENDING' },
    ]);
  });

  it('stop each where it runs', async () => {
    const { runners, mock } = openBoth();
    const { taskId } = await runners.run(night);
    await runners.stop({ taskId, job: night.job, reason: 'enough', cause: night.cause });
    expect(mock.commandCalls(StopExecutionCommand)).toHaveLength(1);
    expect(await runners.observe([taskId])).toMatchObject([{ stopCode: 'UserInitiated' }]);
  });

  it('ask Step Functions nothing about tasks of images', async () => {
    const { runners, mock } = openBoth();
    const { taskId } = await runners.run(attemptOf(TASK_IMAGES.succeeds));
    await runners.observe([taskId]);
    expect(mock.calls()).toEqual([]);
  });
});
