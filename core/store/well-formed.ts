import { OpsError } from '../errors.ts';
import type { Commit, Key, Write } from './store.ts';

/** The limit of the port: a DynamoDB transaction holds 100 items, the rest is for audit and outbox. */
const MAX_WRITES = 90;

/** Whether `key` can be stored: neither part is empty, holds U+0000, or is ill-formed Unicode. */
export function isStorable({ pk, sk }: Key): boolean {
  return [pk, sk].every((part) => part !== '' && !part.includes('\u0000') && !/\p{Surrogate}/u.test(part));
}

/** The key that a write is about. */
export function keyOfWrite(write: Write): Key {
  return write.kind === 'put' ? write.item.key : write.key;
}

/**
 * Holds a commit against what every store can keep, so that none accepts what another would refuse.
 * @throws OpsError `request.invalid` for a key that cannot be stored, `internal.error` for one record twice, more than 90
 * writes, or a deletion beside an audit entry: roles may not delete where an audit entry stands, and whether a transaction
 * is judged by each of its keys or by all of them together is not documented.
 */
export function assertWellFormed({ writes, audit }: Commit): void {
  for (const write of writes) {
    assertStorable(keyOfWrite(write));
    if (write.kind === 'put')
      [write.item.gsi1, write.item.gsi2].filter((key) => key !== undefined).forEach(assertStorable);
  }
  const distinct = new Set(writes.map((write) => JSON.stringify(keyOfWrite(write))));
  const deletesBesideAudit = audit.length > 0 && writes.some(({ kind }) => kind === 'delete');
  if (distinct.size === writes.length && writes.length <= MAX_WRITES && !deletesBesideAudit) return;
  throw new OpsError('internal.error', 'A commit is not one that every store can keep.', {
    remedy: 'Report this with the correlation id; nothing was changed.',
    params: { writes: writes.length, distinct: distinct.size, deletesBesideAudit },
  });
}

/** The failure of a commit whose expectation of `write` does not hold. `found`: the version that is stored, if known. */
export function conflictOver(write: Write, found?: number): OpsError {
  const { pk, sk } = keyOfWrite(write);
  return new OpsError('store.conflict', 'Another writer changed a record first; nothing was stored.', {
    remedy: 'Read the record again, decide again, and send the request again.',
    params: { pk, sk, expected: write.expect, ...(found !== undefined && { found }) },
  });
}

function assertStorable(key: Key): void {
  if (isStorable(key)) return;
  throw new OpsError('request.invalid', 'A name or key holds a character that cannot be stored.', {
    remedy: 'Leave out U+0000 and halves of surrogate pairs, and do not send an empty key.',
    params: { pk: key.pk, sk: key.sk },
  });
}
