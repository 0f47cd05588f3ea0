import { Change } from '../../contract/change.ts';
import type { ChangeStatus } from '../../contract/lifecycle.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/** The statuses in which a Change still has work ahead of it. */
export const OPEN_CHANGE: readonly ChangeStatus[] = [
  'PLANNED',
  'AWAITING_APPROVAL',
  'APPROVED',
  'EXECUTING',
  'VERIFYING',
];

/**
 * | access pattern                        | how                                              |
 * |---------------------------------------|--------------------------------------------------|
 * | a change by id                        | get `CHANGE#id` / `CURRENT`                       |
 * | the changes of a target, newest first | gsi1 `CHANGES#kind#name` / id, descending         |
 * | changes with work ahead, or a running time box, oldest first | gsi2 `CHANGES#OPEN` / id   |
 *
 * All changes newest first are listed from the audit trail's days by the id they carry; see `AllChanges`.
 */
export const Changes: RecordType<Change, string> = {
  name: 'change',
  schema: Change,
  key: (id) => ({ pk: `CHANGE#${id}`, sk: 'CURRENT' }),
  idOf: (change) => change.id,
  gsi1: ({ id, target }) => ({ pk: `CHANGES#${target.kind}#${target.name}`, sk: id }),
  gsi2: ({ id, status, revertsAt }) =>
    OPEN_CHANGE.includes(status) || (status === 'DONE' && revertsAt !== undefined)
      ? { pk: OPEN, sk: id }
      : { pk: CLOSED, sk: id },
};

const OPEN = 'CHANGES#OPEN';
const CLOSED = 'CHANGES#CLOSED';

/** Changes with work ahead or a running time box, newest first. */
export const openChanges = { index: 'gsi2', pk: OPEN, order: 'descending' } as const satisfies Partial<Query>;

/** Changes that have ended, newest first. */
export const closedChanges = {
  index: 'gsi2',
  pk: CLOSED,
  order: 'descending',
} as const satisfies Partial<Query>;

/** The changes of a service, newest first. */
export function changesOf(kind: Change['target']['kind'], name: string) {
  return { index: 'gsi1', pk: `CHANGES#${kind}#${name}`, order: 'descending' } as const;
}
