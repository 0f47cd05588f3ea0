import fc from 'fast-check';
import { cursorAt, queryInput } from '../../../adapters/aws/dynamo-query.ts';
import type { Query } from '../../../core/store/store.ts';

const newest: Query = { pk: 'SERVICE#portal', prefix: 'DECISION#', limit: 50, order: 'descending' };
const due: Query = {
  index: 'gsi1',
  pk: 'APPROVALS#PENDING',
  upTo: '2026-01-02',
  limit: 10,
  order: 'ascending',
};

describe('asking the table for a page', () => {
  it('reads a partition consistently, newest first, one item beyond the page', () => {
    expect(queryInput('ops', newest)).toMatchObject({
      TableName: 'ops',
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 51,
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: { ':pk': 'SERVICE#portal', ':from': 'DECISION#' },
    });
  });

  it('reads an index by its own keys, and never consistently, which DynamoDB refuses', () => {
    const input = queryInput('ops', due);
    expect(input).toMatchObject({
      IndexName: 'gsi1',
      ExpressionAttributeNames: { '#pk': 'gsi1pk', '#sk': 'gsi1sk' },
      ExpressionAttributeValues: { ':to': '2026-01-02' },
    });
    expect(input).not.toHaveProperty('ConsistentRead');
  });

  it('asks for a whole partition without a range', () => {
    const input = queryInput('ops', { pk: 'BUDGETS', limit: 1, order: 'ascending' });
    expect(input).toMatchObject({
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'pk' },
    });
  });

  it('asks nothing when no sort key can match, which DynamoDB would refuse', () => {
    expect(queryInput('ops', { ...newest, upTo: 'A' })).toBe('nothing');
  });

  it('spans exactly the keys that have the prefix and are not after the end', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 4 })
      // Neither stands in any key: NUL ends prefixes, and U+10FFFF, which is no character, ends ranges.
      .filter((s) => !s.includes('\u0000') && !s.includes('\u{10FFFF}'));
    fc.assert(
      fc.property(text, text, text, (prefix, upTo, tail) => {
        const within = (key: string) => isWithin(queryInput('ops', { ...newest, prefix, upTo }), key);
        const after = (key: string) => Buffer.compare(Buffer.from(key), Buffer.from(upTo)) > 0;
        expect(within(prefix + tail)).toBe(!after(prefix + tail));
        if (!tail.startsWith(prefix)) expect(within(tail)).toBe(false);
      }),
    );
  });
});

describe('going on where a page ended', () => {
  const last = {
    pk: 'APPROVAL#1',
    sk: 'CURRENT',
    version: 1,
    value: {},
    gsi1pk: due.pk,
    gsi1sk: '2026-01-01#1',
  };

  it('starts behind the last item of the page', () => {
    const after = cursorAt(due, last);
    expect(queryInput('ops', { ...due, after })).toMatchObject({
      ExclusiveStartKey: { pk: 'APPROVAL#1', sk: 'CURRENT', gsi1pk: due.pk, gsi1sk: '2026-01-01#1' },
    });
  });

  it.each(['', 'nonsense', '%%%', Buffer.from('{"pk":1}').toString('base64url')])(
    'refuses %j, which no page ended with',
    (after) => {
      expect(() => queryInput('ops', { ...due, after })).toThrow(
        expect.objectContaining({ code: 'request.bad_cursor' }),
      );
    },
  );

  it('refuses the cursor of another list', () => {
    const after = cursorAt(due, { ...last, gsi1pk: 'AUDIT' });
    expect(() => queryInput('ops', { ...due, after })).toThrow(
      expect.objectContaining({ code: 'request.bad_cursor' }),
    );
  });
});

function isWithin(input: ReturnType<typeof queryInput>, key: string): boolean {
  if (input === 'nothing') return false;
  const { ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
  const bytes = Buffer.from(key);
  return (
    Buffer.compare(Buffer.from(String(from)), bytes) <= 0 &&
    Buffer.compare(bytes, Buffer.from(String(to))) <= 0
  );
}
