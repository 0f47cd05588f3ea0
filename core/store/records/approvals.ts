import { Approval } from '../../contract/approval.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern                       | how                                                |
 * |--------------------------------------|----------------------------------------------------|
 * | an approval by id                    | get `APPROVAL#id` / `CURRENT`                       |
 * | open approvals, soonest expiry first | gsi1 `APPROVALS#PENDING` / expiresAt#id             |
 * | all approvals, newest first          | gsi2 `APPROVALS` / id, descending                   |
 */
export const Approvals: RecordType<Approval, string> = {
  name: 'approval',
  schema: Approval,
  key: (id) => ({ pk: `APPROVAL#${id}`, sk: 'CURRENT' }),
  idOf: (approval) => approval.id,
  gsi1: ({ id, status, expiresAt }) =>
    status === 'PENDING' ? { pk: PENDING, sk: `${expiresAt}#${id}` } : undefined,
  gsi2: ({ id }) => ({ pk: ALL, sk: id }),
};

const PENDING = 'APPROVALS#PENDING';
const ALL = 'APPROVALS';

/** Open approvals, soonest expiry first. */
export const pendingApprovals = {
  index: 'gsi1',
  pk: PENDING,
  order: 'ascending',
} as const satisfies Partial<Query>;

/** Every approval, newest first. */
export const allApprovals = { index: 'gsi2', pk: ALL, order: 'descending' } as const satisfies Partial<Query>;
