import * as z from 'zod';
import type { AuditEntry } from '../../contract/audit.ts';
import type { Item, Key, Query } from '../store.ts';

/** The end of a stream's chain: the number and hash that the next entry builds on. */
export const AuditHead = z.object({ stream: z.string(), seq: z.int(), hash: z.string() }).readonly();
export type AuditHead = z.infer<typeof AuditHead>;

/**
 * Audit items are written by the store alone, in the commit they belong to; they have no update.
 *
 * | access pattern                      | how                                          |
 * |-------------------------------------|----------------------------------------------|
 * | a stream, oldest first              | query `AUDIT#stream`, prefix `ENTRY#`         |
 * | everything, newest first            | gsi1 `AUDIT` / id, descending                 |
 * | all that is said of a Change        | gsi2 `AUDIT#CHANGE#id` / id                   |
 * | the end of a stream                 | get `AUDIT#stream` / `HEAD`                   |
 * | the ends of all streams             | gsi1 `AUDIT#HEADS` / stream                   |
 */
export function auditEntryKey(stream: string, seq: number): Key {
  return { pk: `AUDIT#${stream}`, sk: `ENTRY#${String(seq).padStart(12, '0')}` };
}

/** The item of an entry. */
export function auditEntryItem(entry: AuditEntry): Item {
  return {
    key: auditEntryKey(entry.stream, entry.seq),
    version: 1,
    value: entry,
    gsi1: { pk: 'AUDIT', sk: entry.id },
    ...(entry.changeId !== undefined && { gsi2: { pk: `AUDIT#CHANGE#${entry.changeId}`, sk: entry.id } }),
  };
}

/** Where the end of a stream stands. */
export function auditHeadKey(stream: string): Key {
  return { pk: `AUDIT#${stream}`, sk: 'HEAD' };
}

/** The stream whose end stands at `key`, if one does. The inverse of `auditHeadKey`. */
export function auditStreamOf({ pk, sk }: Key): string | undefined {
  return sk === 'HEAD' && pk.startsWith('AUDIT#') ? pk.slice('AUDIT#'.length) : undefined;
}

/** The item of a stream's end; its version is the number of entries. */
export function auditHeadItem(head: AuditHead): Item {
  return {
    key: auditHeadKey(head.stream),
    version: head.seq,
    value: head,
    gsi1: { pk: 'AUDIT#HEADS', sk: head.stream },
  };
}

/** The entries of a stream. */
export function entriesOf(stream: string, order: Query['order']) {
  return { pk: `AUDIT#${stream}`, prefix: 'ENTRY#', order } as const;
}

/** Every entry, newest first. */
export const allEntries = {
  index: 'gsi1',
  pk: 'AUDIT',
  order: 'descending',
} as const satisfies Partial<Query>;

/** Every entry about a Change, newest first. */
export function entriesOfChange(changeId: string) {
  return { index: 'gsi2', pk: `AUDIT#CHANGE#${changeId}`, order: 'descending' } as const;
}

/** The end of every stream. */
export const allHeads = {
  index: 'gsi1',
  pk: 'AUDIT#HEADS',
  order: 'ascending',
} as const satisfies Partial<Query>;
