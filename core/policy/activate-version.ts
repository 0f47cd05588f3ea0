import { settleChange } from '../changes/settle-change.ts';
import type { PolicyStatus, PolicyVersion } from '../contract/policy.ts';
import type { Ports } from '../ports.ts';
import { find, put } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { PolicyVersions } from '../store/records/policies.ts';
import type { Write } from '../store/store.ts';
import { allVersions } from './policy-versions.ts';

/** What every other live version of the policy becomes when one comes into force. */
const AFTERWARDS: Partial<Record<PolicyStatus, PolicyStatus>> = {
  ACTIVE: 'SUPERSEDED',
  ROLLING_BACK: 'ROLLED_BACK',
};

/** The writes that go with a version's coming into force: the one before ends, and its Change is done. */
export async function activationWrites(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  active: PolicyVersion,
): Promise<readonly Write[]> {
  const at = clock.now().toISOString();
  const others = (await allVersions(store, active.name)).filter(({ number }) => number < active.number);
  const ended = others.flatMap((version) => {
    const status = AFTERWARDS[version.status];
    if (!status) return [];
    const statusReason = `${version.statusReason} Version ${active.number} is in force since ${at}.`;
    return [
      put(PolicyVersions, { ...version, status, statusReason, updatedAt: at, version: version.version + 1 }),
    ];
  });
  const change = active.changeId === undefined ? undefined : await find(store, Changes, active.changeId);
  if (change?.status !== 'EXECUTING') return ended;
  const done = settleChange(change, { status: 'DONE', reason: active.statusReason, at });
  return [...ended, put(Changes, done)];
}
