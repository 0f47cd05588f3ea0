import type { PolicyStatus, PolicyVersion } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import { each, find } from '../store/record-type.ts';
import { livePolicies, PolicyVersions, versionsOf } from '../store/records/policies.ts';
import type { Store } from '../store/store.ts';

/** Statuses of a version on its way to the tasks. */
export const ROLLING: readonly PolicyStatus[] = ['STAGED', 'ROLLING_OUT', 'PAUSED'];

/** The revision that tasks know a version by, e.g. `job-training-grant@2`. */
export function revisionOf({ name, number }: Pick<PolicyVersion, 'name' | 'number'>): string {
  return `${name}@${number}`;
}

/** The number in a revision of this policy; undefined when it is none of ours. Pure. */
export function numberIn(name: string, revision: string | undefined): number | undefined {
  const digits = revision?.startsWith(`${name}@`) ? revision.slice(name.length + 1) : '';
  return /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : undefined;
}

/** Every version in force or on its way, by policy and number. */
export async function liveVersions(store: Store): Promise<readonly PolicyVersion[]> {
  const found: PolicyVersion[] = [];
  for await (const version of each(store, PolicyVersions, livePolicies)) found.push(version);
  return found;
}

/** All versions of a policy, newest first. */
export async function allVersions(store: Store, name: string): Promise<readonly PolicyVersion[]> {
  const found: PolicyVersion[] = [];
  for await (const version of each(store, PolicyVersions, versionsOf(name))) found.push(version);
  return found;
}

/** The versions of a policy, newest first. @throws OpsError `policy.not_found` when there is none. */
export async function mustFindVersions(
  store: Store,
  name: string,
): Promise<readonly [PolicyVersion, ...PolicyVersion[]]> {
  const [newest, ...older] = await allVersions(store, name);
  if (newest) return [newest, ...older];
  throw noSuchPolicy(name);
}

/** One version. @throws OpsError `policy.not_found`. */
export async function mustFindVersion(store: Store, name: string, number: number): Promise<PolicyVersion> {
  const version = await find(store, PolicyVersions, { name, number });
  if (version) return version;
  throw noSuchPolicy(`${name}@${number}`);
}

function noSuchPolicy(what: string): OpsError {
  return new OpsError('policy.not_found', `There is no policy ${what}.`, {
    remedy: 'List the policies and use one of their names and numbers.',
    params: { policy: what },
  });
}
