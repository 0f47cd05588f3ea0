import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { chainDrafts } from '../../core/audit/chain.ts';
import type { OpsEvent } from '../../core/contract/events.ts';
import { type AuditHead, auditEntryItem, auditHeadItem } from '../../core/store/records/audit.ts';
import type { Commit, Item, Key, StreamEnd, Write } from '../../core/store/store.ts';
import { addDays } from '../../core/units.ts';
import { toAttributes } from './dynamo-items.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The outbox is read by the table's stream at once; what stays is forgotten after a week. */
const OUTBOX_DAYS = 7;

/** The streams that `commit` writes to, each once. */
export function streamsOf(commit: Commit): readonly string[] {
  return [...new Set(commit.audit.map((draft) => draft.stream))];
}

/**
 * The commit as one transaction: its writes first, in their order, then audit entries, new heads and outbox events.
 * A head that another commit moved meanwhile cancels the transaction. Pure.
 */
export function commitInput(
  table: string,
  commit: Commit,
  heads: ReadonlyMap<string, StreamEnd>,
): TransactWriteCommandInput {
  const chained = chainDrafts(commit.audit, (stream) => heads.get(stream));
  const actions = [
    ...commit.writes.map((write) => actionOf(table, write)),
    ...chained.entries.map((entry) => putNew(table, auditEntryItem(entry))),
    ...chained.heads.map((head) => putHead(table, head, heads.get(head.stream)?.seq ?? 0)),
    ...commit.events.map((event) => putNew(table, outboxItem(event))),
  ];
  return { TransactItems: actions };
}

function actionOf(table: string, write: Write): Action {
  switch (write.kind) {
    case 'put':
      return { Put: { TableName: table, Item: toAttributes(write.item), ...expecting(write.expect) } };
    case 'delete':
      return { Delete: { TableName: table, Key: { ...write.key }, ...expecting(write.expect) } };
    case 'check':
      return { ConditionCheck: { TableName: table, Key: { ...write.key }, ...holding(write.expect) } };
  }
}

function expecting(expect: number | 'any') {
  return expect === 'any' ? {} : holding(expect);
}

function holding(version: number) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

function putNew(table: string, item: Item): Action {
  return { Put: { TableName: table, Item: toAttributes(item), ...holding(0) } };
}

function putHead(table: string, head: AuditHead, previousSeq: number): Action {
  return { Put: { TableName: table, Item: toAttributes(auditHeadItem(head)), ...holding(previousSeq) } };
}

const OUTBOX = { prefix: 'OUTBOX#', sk: 'EVENT' } as const;

/** Whether the item at `key` is an event that waits for the table's stream. */
export function isOutboxKey({ pk, sk }: Key): boolean {
  return pk.startsWith(OUTBOX.prefix) && sk === OUTBOX.sk;
}

function outboxItem(event: OpsEvent): Item {
  return {
    key: { pk: `${OUTBOX.prefix}${event.id}`, sk: OUTBOX.sk },
    version: 1,
    value: event,
    expiresAt: addDays(event.at, OUTBOX_DAYS),
  };
}
