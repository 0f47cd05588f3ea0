import type { Identity } from '../contract/identity.ts';
import type { PolicyVersion } from '../contract/policy.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { BundlePacker, Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import { TaskPolicies } from '../store/records/task-policies.ts';
import { binds } from './bound-services.ts';
import { bundleFiles } from './bundle-files.ts';
import { liveVersions, revisionOf } from './policy-versions.ts';
import { type TaskIdentity, taskOf } from './task-identity.ts';
import { isOffered } from './task-standing.ts';

/** A bundle for one task, or the word that it has it already. */
export interface ServedBundle {
  readonly etag: string;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * The bundle of a policy for the asking task: the newest version that has reached it, else the one in force.
 * `seen` is what it sent as `If-None-Match`. That a task was handed a version is remembered.
 * @throws OpsError `policy.not_found` when the policy has nothing for this task, `policy.unknown_task`.
 */
export async function serveBundle(
  ports: Pick<Ports, 'store' | 'clock' | 'policies'>,
  ask: { readonly name: string; readonly identity: Identity; readonly seen: string | undefined },
): Promise<ServedBundle> {
  const task = taskOf(ask.identity);
  const service = await find(ports.store, Services, task.service);
  const version = service && (await versionFor(ports, { name: ask.name, service, task }));
  if (!version) throw nothingFor(ask.name, task);
  const etag = etagOf(version);
  if (holds(ask.seen, etag)) return { etag, bytes: undefined };
  const bytes = await packed(ports.policies.packer, version);
  await retryOnConflict(() => rememberOffer(ports, { version, task }));
  return { etag, bytes };
}

/** The version that a task is to run, if any. */
async function versionFor(
  { store }: Pick<Ports, 'store'>,
  of: { readonly name: string; readonly service: Service; readonly task: TaskIdentity },
): Promise<PolicyVersion | undefined> {
  return (await liveVersions(store))
    .filter((version) => version.name === of.name && binds(version, of.service.program))
    .sort((a, b) => b.number - a.number)
    .find((version) => isOffered(version, of.task.taskId));
}

/** Changes with the version and its content only; never with the signature, which differs each time it is made. */
function etagOf(version: PolicyVersion): string {
  return `"${revisionOf(version)}.${version.contentHash.slice(0, 16)}"`;
}

/** Whether `If-None-Match` names the tag. Source: RFC 9110, 13.1.2: a list, weak comparison. */
function holds(seen: string | undefined, etag: string): boolean {
  const tags = seen?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}

const MOST_PACKED = 50;
const packs = new WeakMap<BundlePacker, Map<string, Promise<Uint8Array<ArrayBuffer>>>>();

/** Packs a version once for all tasks that ask for it. */
function packed(packer: BundlePacker, version: PolicyVersion): Promise<Uint8Array<ArrayBuffer>> {
  const made = packs.get(packer) ?? new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  packs.set(packer, made);
  const key = etagOf(version);
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MOST_PACKED) made.delete(made.keys().next().value ?? key);
  const fresh = packer.pack(bundleFiles(version));
  made.set(key, fresh);
  return fresh;
}

/** Bookkeeping of the protocol, not a change of anything: it is not audited. */
async function rememberOffer(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { version, task }: { readonly version: PolicyVersion; readonly task: TaskIdentity },
): Promise<void> {
  const id = { policy: version.name, ...task };
  const known = await find(store, TaskPolicies, id);
  if (known?.offered === version.number) return;
  const at = clock.now().toISOString();
  const next = { ...known, ...id, offered: version.number, at, version: (known?.version ?? 0) + 1 };
  await store.commit({ writes: [put(TaskPolicies, next)], audit: [], events: [] });
}

function nothingFor(name: string, { service }: TaskIdentity): OpsError {
  return new OpsError('policy.not_found', `${name} has no bundle for ${service} now.`, {
    remedy: 'Go on without it and ask again later; a policy reaches tasks step by step.',
    params: { policy: name, service },
  });
}
