import { commitInput, streamsOf } from '../../../adapters/aws/dynamo-commit.ts';
import { toAttributes, toItem } from '../../../adapters/aws/dynamo-items.ts';
import { refusalOf } from '../../../adapters/aws/dynamo-refusal.ts';
import type { AuditHead } from '../../../core/store/records/audit.ts';
import type { AuditDraft, Commit, Item, Write } from '../../../core/store/store.ts';

const key = { pk: 'SERVICE#portal', sk: 'CURRENT' };
const item: Item = {
  key,
  version: 2,
  value: { name: 'portal' },
  gsi1: { pk: 'SERVICES#LIVE', sk: 'portal' },
  gsi2: undefined,
  expiresAt: '2026-01-31T00:00:00.500Z',
};
const draft: AuditDraft = {
  id: '01JGFJJZ000000000000000000',
  stream: 'service/portal',
  at: '2026-01-01T00:00:00.000Z',
  actor: { sub: 'dev', kind: 'human' },
  action: 'service.scaled',
  target: 'portal',
  outcome: 'done',
  correlationId: 'c',
  reason: 'load',
  detail: {},
};
const event = { id: 'e-1', name: 'service.scaled', at: draft.at, actor: 'dev', correlationId: 'c' } as const;
const nobody: ReadonlyMap<string, AuditHead> = new Map();

const actionsOf = (commit: Partial<Commit>, heads = nobody) =>
  commitInput('ops', { writes: [], audit: [], events: [], ...commit }, heads).TransactItems ?? [];

describe('an item in the table', () => {
  it('comes back as it was stored', () => {
    expect(toItem(toAttributes(item))).toEqual(item);
  });

  it('leaves out the orders it is not in, so that the indexes stay sparse', () => {
    expect(Object.keys(toAttributes(item))).not.toContain('gsi2pk');
  });

  it('is not forgotten before its time', () => {
    expect(toAttributes(item).ttl).toBe(Date.parse('2026-01-31T00:00:01Z') / 1000);
  });
});

describe('a commit as one transaction', () => {
  it.each<[string, Write, object]>([
    ['guards a write by the version before', { kind: 'put', item, expect: 1 }, { ':version': 1 }],
    ['guards a delete by the version', { kind: 'delete', key, expect: 3 }, { ':version': 3 }],
    ['checks a version without writing', { kind: 'check', key, expect: 4 }, { ':version': 4 }],
  ])('%s', (_, write, values) => {
    const [action = {}] = actionsOf({ writes: [write] });
    expect(Object.values(action)).toMatchObject([
      { TableName: 'ops', ConditionExpression: '#version = :version', ExpressionAttributeValues: values },
    ]);
  });

  it('lets a first write pass only where nothing is stored', () => {
    const [action] = actionsOf({ writes: [{ kind: 'put', item, expect: 0 }] });
    expect(action?.Put?.ConditionExpression).toBe('attribute_not_exists(pk)');
  });

  it('asks nothing of a write that overwrites anything', () => {
    const [action] = actionsOf({ writes: [{ kind: 'put', item, expect: 'any' }] });
    expect(action?.Put).not.toHaveProperty('ConditionExpression');
  });

  it('holds state, audit, the new head and the event, in this order', () => {
    const commit = { writes: [{ kind: 'put', item, expect: 1 }], audit: [draft], events: [event] } as const;
    expect(actionsOf(commit).map(({ Put }) => [Put?.Item?.['pk'], Put?.Item?.['sk']])).toEqual([
      ['SERVICE#portal', 'CURRENT'],
      ['AUDIT#service/portal', 'ENTRY#000000000001'],
      ['AUDIT#service/portal', 'HEAD'],
      ['OUTBOX#e-1', 'EVENT'],
    ]);
  });

  it('chains two entries of one stream and moves its head once, from where it stood', () => {
    const heads = new Map([[draft.stream, { stream: draft.stream, seq: 7, hash: 'f'.repeat(64) }]]);
    const second = { ...draft, id: '01JGFJJZ000000000000000001' };
    const actions = actionsOf({ audit: [draft, second] }, heads);
    const [first, next, head] = actions.map(({ Put }) => Put?.Item?.['value']);
    expect(first).toMatchObject({ seq: 8, previousHash: 'f'.repeat(64) });
    expect(next).toMatchObject({ seq: 9, previousHash: first?.hash });
    expect(head).toEqual({ stream: draft.stream, seq: 9, hash: next?.hash });
    expect(actions[2]?.Put?.ExpressionAttributeValues).toEqual({ ':version': 7 });
    expect(actions).toHaveLength(3);
  });

  it('reads each stream once', () => {
    const other = { ...draft, stream: 'access' };
    expect(streamsOf({ writes: [], audit: [draft, other, draft], events: [] })).toEqual([
      'service/portal',
      'access',
    ]);
  });
});

describe('why a transaction was cancelled', () => {
  it.each([
    ['an expectation of the caller failed', ['ConditionalCheckFailed', 'None'], 'conflict'],
    ['only the head of a stream had moved', ['None', 'ConditionalCheckFailed'], 'race'],
    ['two transactions met', ['TransactionConflict', 'None'], 'race'],
    [
      'the caller lost and the head moved too',
      ['ConditionalCheckFailed', 'ConditionalCheckFailed'],
      'conflict',
    ],
    ['the table was throttled', ['ThrottlingError', 'None'], 'failure'],
    ['the table was throttled while a head moved', ['ThrottlingError', 'ConditionalCheckFailed'], 'failure'],
    ['no reason was given', ['None', 'None'], 'failure'],
  ])('%s', (_, codes, refusal) => {
    const reasons = codes.map((Code) => ({ Code }));
    expect(refusalOf(reasons, [{ kind: 'check', key, expect: 1 }]).kind).toBe(refusal);
  });
});
