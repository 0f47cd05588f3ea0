import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  ThrottlingException,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { SchedulerTimers } from '../../../adapters/aws/scheduler-timers.ts';
import { Work } from '../../../core/contract/work.ts';
import { NOW, someJob } from '../../core/jobs/some-jobs.ts';

const aws = mockClient(SchedulerClient);
const target = {
  group: 'hms-test',
  roleArn: 'arn:aws:iam::123456789012:role/timers',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:reconcile',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:schedule-dead-letters',
};
const timers = new SchedulerTimers({
  client: new SchedulerClient({}),
  target,
  clock: { now: () => new Date(NOW) },
});
const fault = { $metadata: {}, message: 'no', Message: 'no' };
const EXISTS = new ConflictException(fault);
const MISSING = new ResourceNotFoundException(fault);
const calls = () => aws.calls().map(({ args: [command] }) => command.constructor.name);

describe('the timer of a job on EventBridge Scheduler', () => {
  beforeEach(() => {
    aws.reset();
    aws.on(CreateScheduleCommand).resolves({ ScheduleArn: 'arn' });
    aws.on(UpdateScheduleCommand).resolves({ ScheduleArn: 'arn' });
    aws.on(DeleteScheduleCommand).resolves({});
  });

  it('sends to the queue that this job is to be looked at', async () => {
    await timers.ensure(someJob({ schedule: '0 2 * * *', timeZone: 'Europe/Berlin' }));
    const [call] = aws.commandCalls(CreateScheduleCommand);
    expect(call?.args[0].input).toEqual({
      Name: 'train',
      GroupName: 'hms-test',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: target.queueArn,
        RoleArn: target.roleArn,
        Input: '{"kind":"job","job":"train"}',
        DeadLetterConfig: { Arn: target.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 3 },
      },
    });
    const input = call?.args[0].input.Target?.Input ?? '';
    expect(Work.parse(JSON.parse(input))).toEqual({ kind: 'job', job: 'train' });
  });

  it('costs one call where there was none, and is replaced whole where there was one', async () => {
    await timers.ensure(someJob());
    expect(calls()).toEqual(['CreateScheduleCommand']);
    aws.on(CreateScheduleCommand).rejects(EXISTS);
    await timers.ensure(someJob({ schedule: 'rate(7 minutes)' }, { status: 'SUSPENDED' }));
    expect(aws.commandCalls(UpdateScheduleCommand)[0]?.args[0].input).toMatchObject({
      ScheduleExpression: 'rate(7 minutes)',
      StartDate: new Date('2026-03-02T12:02:00.000Z'),
      State: 'DISABLED',
      Target: { Arn: target.queueArn },
    });
  });

  it('is forgotten after it fired where it fires once', async () => {
    await timers.ensure(someJob({ schedule: 'at(2026-12-01T02:00:00)' }));
    expect(aws.commandCalls(CreateScheduleCommand)[0]?.args[0].input).toMatchObject({
      ActionAfterCompletion: 'DELETE',
    });
  });

  it('goes when the job needs none any more, and may be gone already', async () => {
    await timers.ensure(someJob({}, { status: 'RETIRED' }));
    aws.on(DeleteScheduleCommand).rejects(MISSING);
    await timers.remove('train');
    expect(calls()).toEqual(['DeleteScheduleCommand', 'DeleteScheduleCommand']);
    expect(aws.commandCalls(DeleteScheduleCommand)[0]?.args[0].input).toEqual({
      Name: 'train',
      GroupName: 'hms-test',
    });
  });

  it.each([
    ['it vanished between two calls', () => aws.on(UpdateScheduleCommand).rejects(MISSING)],
    ['another writer holds it', () => aws.on(UpdateScheduleCommand).rejects(EXISTS)],
    ['Scheduler is throttled', () => aws.on(UpdateScheduleCommand).rejects(new ThrottlingException(fault))],
  ])('is asked for again when %s', async (_, fail) => {
    aws.on(CreateScheduleCommand).rejects(EXISTS);
    fail();
    await expect(timers.ensure(someJob())).rejects.toMatchObject({ code: 'platform.unavailable' });
  });

  it('does not hide that Scheduler refuses it for good', async () => {
    const refusal = new ValidationException(fault);
    aws.on(CreateScheduleCommand).rejects(refusal);
    await expect(timers.ensure(someJob())).rejects.toBe(refusal);
  });
});
