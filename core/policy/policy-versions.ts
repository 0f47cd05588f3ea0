import type { PolicyStatus, PolicyVersion } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import { each, find, findMany } from '../store/record-type.ts';
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

/**
 * Every version in force. The index only says which policies there are: it may be late, so what it names is read again,
 * whatever status it shows. Where what it named of a policy is over and nothing else is in force, all of that policy is
 * read: a newer version is, which the index does not show yet.
 */
export async function activeVersions(store: Store): Promise<readonly PolicyVersion[]> {
  const now = await versionsById(store, await liveVersions(store));
  const active = now.filter(isActive);
  const sure = new Set(active.map(({ name }) => name));
  const over = now.filter(({ name, status }) => !sure.has(name) && !ROLLING.includes(status));
  const names = [...new Set(over.map(({ name }) => name))];
  const whole = await Promise.all(names.map((name) => allVersions(store, name)));
  return [...active, ...whole.flat().filter(isActive)];
}

function isActive({ status }: PolicyVersion): boolean {
  return status === 'ACTIVE';
}

/** The most keys that a store reads at once. */
const AT_ONCE = 100;

/** The versions with these ids that are stored, as they are now; any number. */
export async function versionsById(
  store: Store,
  ids: readonly Pick<PolicyVersion, 'name' | 'number'>[],
): Promise<readonly PolicyVersion[]> {
  const found: PolicyVersion[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE)
    found.push(...(await findMany(store, PolicyVersions, ids.slice(from, from + AT_ONCE))));
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
