import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { openEventBus } from '../../../adapters/aws/event-bus.ts';
import { openSchedulerTimers } from '../../../adapters/aws/scheduler-timers.ts';
import { openWorkQueue } from '../../../adapters/aws/work-queue.ts';
import type { OpsEvent } from '../../../core/contract/events.ts';
import { Work } from '../../../core/contract/work.ts';
import { someJob } from '../../core/jobs/some-jobs.ts';

const sqs = new SQSClient({});
const bridge = new EventBridgeClient({});
const scheduler = new SchedulerClient({});
const NAME = `hms-${process.pid}`;
const ROLE = 'arn:aws:iam::000000000000:role/timers';

let url = '';
let arn = '';
beforeAll(async () => {
  url = (await sqs.send(new CreateQueueCommand({ QueueName: NAME }))).QueueUrl ?? '';
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  arn = (await sqs.send(command)).Attributes?.QueueArn ?? '';
});
afterAll(async () => {
  await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
});

/** The bodies of the next messages, as many as are wanted; each look waits for the queue, up to 20 s. */
async function received(count: number): Promise<readonly unknown[]> {
  const bodies: unknown[] = [];
  for (let look = 0; look < 5 && bodies.length < count; look += 1) {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
    });
    for (const { Body = '', ReceiptHandle } of (await sqs.send(command)).Messages ?? []) {
      bodies.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
  }
  return bodies;
}

describe('the queue of reconcile, on the wire', () => {
  it('holds what was sent', async () => {
    const works = Array.from({ length: 12 }, (_, i): Work => ({ kind: 'job', job: `job-${i}` }));
    await openWorkQueue(url).send([...works, ...works]);
    const bodies = (await received(12)).map((body) => Work.parse(body));
    expect(bodies).toHaveLength(12);
    expect(bodies).toEqual(expect.arrayContaining(works));
  });
});

describe('the event bus, on the wire', () => {
  beforeAll(async () => {
    await bridge.send(new CreateEventBusCommand({ Name: NAME }));
    const pattern = { source: ['hms.ops'], 'detail-type': ['service.scaled'] };
    const rule = { Name: NAME, EventBusName: NAME, EventPattern: JSON.stringify(pattern) };
    await bridge.send(new PutRuleCommand(rule));
    await bridge.send(
      new PutTargetsCommand({ Rule: NAME, EventBusName: NAME, Targets: [{ Id: 'q', Arn: arn }] }),
    );
  });
  afterAll(async () => {
    await bridge.send(new RemoveTargetsCommand({ Rule: NAME, EventBusName: NAME, Ids: ['q'] }));
    await bridge.send(new DeleteRuleCommand({ Name: NAME, EventBusName: NAME }));
    await bridge.send(new DeleteEventBusCommand({ Name: NAME }));
  });

  it('carries events by their names', async () => {
    const at = '2026-01-01T00:00:00.000Z';
    const event: OpsEvent = { id: 'e-1', name: 'service.scaled', at, actor: 'dev', correlationId: 'c' };
    const other: OpsEvent = { ...event, id: 'e-2', name: 'run.started' };
    expect(await openEventBus(NAME).publish([other, event])).toEqual([]);
    const [body] = await received(1);
    expect(body).toMatchObject({ source: 'hms.ops', 'detail-type': 'service.scaled', detail: event });
  });
});

describe('the timers of jobs, on the wire', () => {
  const target = () => ({ group: NAME, roleArn: ROLE, queueArn: arn, deadLetterArn: arn });
  const timers = () => openSchedulerTimers(target(), { now: () => new Date() });
  const schedule = () => scheduler.send(new GetScheduleCommand({ Name: 'train', GroupName: NAME }));
  beforeAll(async () => {
    await scheduler.send(new CreateScheduleGroupCommand({ Name: NAME }));
  });
  afterAll(async () => {
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: NAME }));
  });

  it('are what the job says, however often it is said', async () => {
    for (const job of [
      someJob(),
      someJob(),
      someJob({ schedule: '*/15 * * * 1-5', timeZone: 'Europe/Berlin' }),
    ])
      await timers().ensure(job);
    expect(await schedule()).toMatchObject({
      ScheduleExpression: 'cron(0/15 * ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
    });
    await timers().ensure(someJob({ schedule: 'rate(7 minutes)' }, { status: 'SUSPENDED' }));
    expect(await schedule()).toMatchObject({ ScheduleExpression: 'rate(7 minutes)', State: 'DISABLED' });
  });

  it('go with the job, and may be gone', async () => {
    for (const status of ['RETIRED', 'RETIRED'] as const) await timers().ensure(someJob({}, { status }));
    await expect(schedule()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('send that the job is due', async () => {
    const minute = new Date(Date.now() + 61_000).toISOString().slice(0, 16);
    await timers().ensure(someJob({ schedule: `at(${minute}:00)` }));
    expect(await received(1)).toEqual([{ kind: 'job', job: 'train' }]);
  }, 120_000);
});
