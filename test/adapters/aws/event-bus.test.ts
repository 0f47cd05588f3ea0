import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { EventBus } from '../../../adapters/aws/event-bus.ts';
import type { OpsEvent } from '../../../core/contract/events.ts';

const aws = mockClient(EventBridgeClient);
const bus = new EventBus({ client: new EventBridgeClient({}), bus: 'hms-test' });
const event = (id: string): OpsEvent => ({
  id,
  name: 'service.scaled',
  at: '2026-01-01T00:00:00.250Z',
  actor: 'dev',
  correlationId: 'c',
  service: 'portal',
});
const many = (count: number) => Array.from({ length: count }, (_, i) => event(`e-${i}`));
const sent = () => aws.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);

describe('the event bus', () => {
  beforeEach(() => {
    aws.reset();
    aws.on(PutEventsCommand).callsFake(({ Entries }) => ({
      FailedEntryCount: 0,
      Entries: Entries.map((_: unknown, i: number) => ({ EventId: `bus-${i}` })),
    }));
  });

  it('gets each event under its own name, whole, at the time it happened', async () => {
    expect(await bus.publish([event('e-1')])).toEqual([]);
    expect(sent()).toEqual([
      [
        {
          EventBusName: 'hms-test',
          Source: 'hms.ops',
          DetailType: 'service.scaled',
          Detail: JSON.stringify(event('e-1')),
          Time: new Date('2026-01-01T00:00:00.250Z'),
        },
      ],
    ]);
  });

  it('gets ten events a request, in their order', async () => {
    await bus.publish(many(23));
    expect(sent().map(({ length }) => length)).toEqual([10, 10, 3]);
    const ids = sent()
      .flat()
      .map(({ Detail = '' }) => JSON.parse(Detail).id);
    expect(ids).toEqual(many(23).map(({ id }) => id));
  });

  it('is asked nothing when there is nothing', async () => {
    expect(await bus.publish([])).toEqual([]);
    expect(sent()).toEqual([]);
  });

  // Response: Amazon EventBridge API Reference, PutEvents, example with a failed entry.
  it('says which event of a request it did not take, and why', async () => {
    aws.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [
        { EventId: '11710aed' },
        { ErrorCode: 'InternalFailure', ErrorMessage: 'later' },
        { EventId: '2' },
      ],
    });
    expect(await bus.publish(many(3))).toEqual([{ id: 'e-1', because: 'InternalFailure' }]);
  });

  it('still gets the others when a whole request fails', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    aws
      .on(PutEventsCommand)
      .rejectsOnce(throttled)
      .resolves({ Entries: [{ EventId: '1' }] });
    const failed = await bus.publish(many(11));
    expect(failed).toHaveLength(10);
    expect(failed).toContainEqual({ id: 'e-9', because: 'ThrottlingException' });
    expect(failed).not.toContainEqual(expect.objectContaining({ id: 'e-10' }));
  });

  it('is not believed about events that it says nothing of', async () => {
    aws.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    expect(await bus.publish(many(2))).toEqual([{ id: 'e-1', because: 'NoResult' }]);
  });
});
