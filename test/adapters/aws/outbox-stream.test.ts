import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { commitInput } from '../../../adapters/aws/dynamo-commit.ts';
import { outboxOf } from '../../../adapters/aws/outbox-stream.ts';
import { liveMessagesOf } from '../../../adapters/aws/record-stream.ts';
import type { AuditDraft, Commit } from '../../../core/store/store.ts';

const event = {
  id: 'e-1',
  name: 'service.scaled',
  at: '2026-01-01T00:00:00.000Z',
  actor: 'dev',
  correlationId: 'c',
  service: 'portal',
} as const;
const draft: AuditDraft = {
  id: '01JGFJJZ000000000000000000',
  stream: 'service/portal',
  at: event.at,
  actor: { sub: 'dev', kind: 'human' },
  action: 'service.scaled',
  target: 'portal',
  outcome: 'done',
  correlationId: 'c',
  reason: 'load',
  detail: {},
};

/** The records that a commit leaves in the table's stream. The shape: Amazon DynamoDB, "Example Lambda event". */
function recordsOf(commit: Partial<Commit>): DynamoDBRecord[] {
  const { TransactItems = [] } = commitInput(
    'ops',
    { writes: [], audit: [], events: [], ...commit },
    new Map(),
  );
  return TransactItems.map(({ Put }, i) => {
    const image = marshall(Put?.Item, { removeUndefinedValues: true });
    const { pk = { S: '' }, sk = { S: '' } } = image;
    return {
      eventID: String(i),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_767_225_600,
        // Safe: keys and what the store writes are texts, numbers, maps and lists.
        Keys: { pk, sk } as never,
        NewImage: image as never,
        SequenceNumber: `${4_421_584_500_000_000_017_450_439_091n + BigInt(i)}`,
        SizeBytes: 26,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
  });
}

const portal = {
  key: { pk: 'SERVICE#portal', sk: 'CURRENT' },
  version: 2,
  value: { name: 'portal', n: 1.5 },
};
const put = { kind: 'put', item: portal, expect: 1 } as const;

describe('the outbox in the stream of the table', () => {
  it('gives the events of a commit and where their records stand, and nothing of the rest', () => {
    const records = recordsOf({ writes: [put], audit: [draft], events: [event, { ...event, id: 'e-2' }] });
    expect(outboxOf(records)).toEqual({
      entries: [
        { sequenceNumber: '4421584500000000017450439094', event },
        { sequenceNumber: '4421584500000000017450439095', event: { ...event, id: 'e-2' } },
      ],
      unreadable: [],
    });
  });

  it('sends nothing again when DynamoDB forgets an event', () => {
    const records = recordsOf({ events: [event] }).map((record) => ({
      ...record,
      eventName: 'REMOVE' as const,
    }));
    expect(outboxOf(records)).toEqual({ entries: [], unreadable: [] });
  });

  it('names the records that hold no event, so that they neither vanish nor stop the others', () => {
    const records = recordsOf({ events: [event, { ...event, id: 'e-2', name: 'no.such' as never }] });
    const { entries, unreadable } = outboxOf(records);
    expect(entries.map((entry) => entry.event.id)).toEqual(['e-1']);
    expect(unreadable).toEqual(['4421584500000000017450439092']);
  });

  it('names a record whose image is missing', () => {
    const [record = {}] = recordsOf({ events: [event] });
    const { NewImage: _, ...keysOnly } = record.dynamodb ?? {};
    expect(outboxOf([{ ...record, dynamodb: keysOnly }]).unreadable).toHaveLength(1);
  });
});

describe('what the stream of the table says to pages', () => {
  it('is each record that changed and each audit stream that grew', () => {
    const records = recordsOf({ writes: [put], audit: [draft], events: [event] });
    expect(liveMessagesOf(records)).toEqual([
      { kind: 'service', id: 'portal', version: 2 },
      { kind: 'audit', id: 'service/portal', version: 1 },
    ]);
  });

  it('is the last of several commits', () => {
    const later = { ...put, item: { ...portal, version: 3 } };
    expect(liveMessagesOf([...recordsOf({ writes: [put] }), ...recordsOf({ writes: [later] })])).toEqual([
      { kind: 'service', id: 'portal', version: 3 },
    ]);
  });

  it('is nothing when a record was deleted', () => {
    const [record = {}] = recordsOf({ writes: [put] });
    const { NewImage: _, ...old } = record.dynamodb ?? {};
    expect(liveMessagesOf([{ ...record, eventName: 'REMOVE', dynamodb: old }])).toEqual([]);
  });
});
