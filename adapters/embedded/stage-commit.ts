import { chainDrafts } from '../../core/audit/chain.ts';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { OpsError } from '../../core/errors.ts';
import { AuditHead, auditEntryItem, auditHeadItem, auditHeadKey } from '../../core/store/records/audit.ts';
import type { Commit, Item, Key, Write } from '../../core/store/store.ts';
import { assertWellFormed, conflictOver, keyOfWrite } from '../../core/store/well-formed.ts';

/** What stands after a commit under one key; `item` undefined: nothing. */
export interface Staged {
  readonly key: Key;
  readonly item: Item | undefined;
}

/** What a commit would store: the caller's records and, apart, its audit entries with the new stream ends. */
export interface StagedCommit {
  readonly records: readonly Staged[];
  readonly audit: readonly Staged[];
  readonly entries: readonly AuditEntry[];
}

/** The keys whose present state decides about `commit`: what it writes, and the ends of its audit streams. */
export function keysRead(commit: Commit): readonly Key[] {
  return [...commit.writes.map(keyOfWrite), ...commit.audit.map(({ stream }) => auditHeadKey(stream))];
}

/**
 * Decides whether `commit` may be stored over what `read` sees, and what it stores. Pure.
 * @throws OpsError `store.conflict` when an expectation does not hold.
 */
export function stageCommit(commit: Commit, read: (key: Key) => Item | undefined): StagedCommit {
  assertWellFormed(commit);
  for (const write of commit.writes) assertExpected(write, read(keyOfWrite(write)));
  const { entries, heads } = chainDrafts(commit.audit, (stream) => headIn(read(auditHeadKey(stream))));
  return {
    records: commit.writes.flatMap(stagedBy),
    audit: [...entries.map(auditEntryItem), ...heads.map(auditHeadItem)].map((item) => ({
      key: item.key,
      item,
    })),
    entries,
  };
}

function stagedBy(write: Write): readonly Staged[] {
  switch (write.kind) {
    case 'put':
      return [{ key: write.item.key, item: write.item }];
    case 'delete':
      return [{ key: write.key, item: undefined }];
    case 'check':
      return [];
  }
}

function headIn(item: Item | undefined): AuditHead | undefined {
  if (!item) return undefined;
  const parsed = AuditHead.safeParse(item.value);
  if (parsed.success) return parsed.data;
  throw new OpsError('internal.error', 'The end of an audit stream cannot be read.', {
    remedy: 'Verify the audit trail; nothing is written to this stream until it is repaired.',
    params: { pk: item.key.pk },
    cause: parsed.error,
  });
}

function assertExpected(write: Write, stored: Item | undefined): void {
  if (write.expect === 'any') return;
  if (write.expect === 0 ? stored === undefined : stored?.version === write.expect) return;
  throw conflictOver(write, stored?.version ?? 0);
}
