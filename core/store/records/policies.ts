import { PolicyDecision, PolicyVersion } from '../../contract/policy.ts';
import { addDays } from '../../units.ts';
import type { RecordType } from '../record-type.ts';
import type { Query } from '../store.ts';

/**
 * | access pattern                          | how                                             |
 * |-----------------------------------------|-------------------------------------------------|
 * | a version by policy and number          | get `POLICY#name` / `VERSION#number`             |
 * | the versions of a policy, newest first  | query `POLICY#name`, prefix `VERSION#`, descending |
 * | versions in force or on their way       | gsi1 `POLICIES#LIVE` / name#number               |
 * | every policy by name, its first version | gsi2 `POLICIES` / name                           |
 */
export const PolicyVersions: RecordType<PolicyVersion, { readonly name: string; readonly number: number }> = {
  name: 'policy version',
  schema: PolicyVersion,
  key: ({ name, number }) => ({ pk: `POLICY#${name}`, sk: `VERSION#${padded(number)}` }),
  idOf: ({ name, number }) => ({ name, number }),
  gsi1: ({ name, number, status }) =>
    LIVE_STATUSES.includes(status) ? { pk: LIVE, sk: `${name}#${padded(number)}` } : undefined,
  gsi2: ({ name, number }) => (number === 1 ? { pk: ALL, sk: name } : undefined),
};

const LIVE = 'POLICIES#LIVE';
const ALL = 'POLICIES';
const LIVE_STATUSES: readonly PolicyVersion['status'][] = [
  'STAGED',
  'ROLLING_OUT',
  'ACTIVE',
  'PAUSED',
  'ROLLING_BACK',
];

/** Versions in force or on their way there, by policy. */
export const livePolicies = { index: 'gsi1', pk: LIVE, order: 'ascending' } as const satisfies Partial<Query>;

/** The first version of every policy, by name. */
export const everyPolicy = { index: 'gsi2', pk: ALL, order: 'ascending' } as const satisfies Partial<Query>;

/** The versions of a policy, newest first. */
export function versionsOf(name: string) {
  return { pk: `POLICY#${name}`, prefix: 'VERSION#', order: 'descending' } as const;
}

/** Decisions of admission are kept as long as scaling decisions. */
const KEPT_DAYS = 30;

/** All decisions of admission, newest first. */
export const policyDecisions = { pk: 'POLICY-DECISIONS', order: 'descending' } as const;

/** | access pattern: decisions of admission, newest first | query `POLICY-DECISIONS`, descending | */
export const PolicyDecisions: RecordType<PolicyDecision, string> = {
  name: 'policy decision',
  schema: PolicyDecision,
  key: (id) => ({ pk: 'POLICY-DECISIONS', sk: id }),
  idOf: ({ id }) => id,
  expiresAt: ({ at }) => addDays(at, KEPT_DAYS),
};

function padded(number: number): string {
  return String(number).padStart(10, '0');
}
