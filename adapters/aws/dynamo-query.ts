import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { OpsError } from '../../core/errors.ts';
import type { Query } from '../../core/store/store.ts';
import { isStorable } from '../../core/store/well-formed.ts';
import type { Attributes } from './dynamo-items.ts';

/** Sorts after every sort key that starts with the same prefix: the largest code point. */
const LAST = '\u{10FFFF}';

/**
 * The query as DynamoDB takes it, or `nothing` when no sort key can match. It asks for one item more than the page
 * holds, so that the last page is known to be the last. Pure.
 */
export function queryInput(table: string, query: Query): QueryCommandInput | 'nothing' {
  if (!isStorable({ pk: query.pk, sk: query.prefix || 'any' })) return 'nothing';
  const range = rangeOf(query);
  if (range && bytesOf(range.from).compare(bytesOf(range.to)) > 0) return 'nothing';
  const { pk, sk } = attributeNames(query.index);
  return {
    TableName: table,
    ...(query.index && { IndexName: query.index }),
    ...(!query.index && { ConsistentRead: true }),
    KeyConditionExpression: range ? '#pk = :pk AND #sk BETWEEN :from AND :to' : '#pk = :pk',
    ExpressionAttributeNames: { '#pk': pk, ...(range && { '#sk': sk }) },
    ExpressionAttributeValues: { ':pk': query.pk, ...(range && { ':from': range.from, ':to': range.to }) },
    ScanIndexForward: query.order === 'ascending',
    Limit: query.limit + 1,
    ...(query.after !== undefined && { ExclusiveStartKey: readCursor(query) }),
  };
}

/** The place of `last` in the order of `query`, opaque to callers. */
export function cursorAt(query: Query, last: Attributes): string {
  const { pk, sk } = attributeNames(query.index);
  const place = { pk: last.pk, sk: last.sk, [pk]: last[pk], [sk]: last[sk] };
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws OpsError `request.bad_cursor` when the cursor is not one that this query gave. */
function readCursor(query: Query): Record<string, string> {
  const { pk, sk } = attributeNames(query.index);
  const Place = z.strictObject({
    pk: z.string(),
    sk: z.string(),
    [pk]: z.literal(query.pk),
    [sk]: z.string(),
  });
  const place = Place.safeParse(jsonOf(Buffer.from(query.after ?? '', 'base64url').toString()));
  if (place.success) return place.data;
  throw new OpsError('request.bad_cursor', 'The cursor is not one of this list.', {
    remedy: 'Leave the cursor out to start from the beginning.',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The sort keys that `prefix` and `upTo` leave; `undefined`: all of them. */
function rangeOf({ prefix, upTo }: Query): { readonly from: string; readonly to: string } | undefined {
  if (prefix === undefined && upTo === undefined) return undefined;
  const ends = [...(prefix === undefined ? [] : [prefix + LAST]), ...(upTo === undefined ? [] : [upTo])];
  const [to = LAST] = ends.sort((a, b) => bytesOf(a).compare(bytesOf(b)));
  // A sort key is never empty, so the first possible one is a single NUL.
  return { from: prefix || '\u0000', to };
}

function attributeNames(index: Query['index']) {
  return index === undefined
    ? ({ pk: 'pk', sk: 'sk' } as const)
    : ({ pk: `${index}pk`, sk: `${index}sk` } as const);
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
