import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { WorkQueue } from '../../../adapters/aws/work-queue.ts';
import { Work } from '../../../core/contract/work.ts';

const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/reconcile';
const aws = mockClient(SQSClient);
const queue = new WorkQueue({ client: new SQSClient({}), url: URL });
const service = (name: string): Work => ({ kind: 'service', service: name, correlationId: 'c' });
const many = (count: number) => Array.from({ length: count }, (_, i) => service(`service-${i}`));
const sent = () => aws.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);
const bodies = () => sent().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => MessageBody));

describe('the queue of reconcile', () => {
  beforeEach(() => {
    aws.reset();
    aws.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  });

  it('gets what its reader can read', async () => {
    const works: Work[] = [service('portal'), { kind: 'job', job: 'night' }, { kind: 'sweep' }];
    await queue.send(works);
    expect(sent()).toMatchObject([{ QueueUrl: URL, Entries: [{ Id: '0' }, { Id: '1' }, { Id: '2' }] }]);
    expect(bodies().map((body) => Work.parse(JSON.parse(body)))).toEqual(works);
  });

  it('gets ten messages a request', async () => {
    await queue.send(many(21));
    expect(sent().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 1]);
  });

  it('gets equal work once', async () => {
    await queue.send([service('portal'), service('other'), service('portal')]);
    expect(bodies()).toHaveLength(2);
  });

  it('is asked nothing when there is nothing', async () => {
    await queue.send([]);
    expect(sent()).toEqual([]);
  });

  it('tells when it did not take everything, so that it is sent again', async () => {
    aws.on(SendMessageBatchCommand).resolves({
      Successful: [],
      Failed: [{ Id: '0', SenderFault: false, Code: 'InternalError' }],
    });
    await expect(queue.send(many(1))).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'sqs' },
    });
  });
});
