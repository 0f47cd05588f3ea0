import type { PolicyStatus, PolicyVersion, PolicyView } from '../contract/policy.ts';
import type { Ports } from '../ports.ts';
import { loadPolicyTasks, type PolicyTasks, situationOf } from './load-situation.ts';
import { allVersions } from './policy-versions.ts';

/** Statuses of versions that no task is to have any more: their tasks stay as they were written down. */
const PAST: readonly PolicyStatus[] = ['INVALID', 'SUPERSEDED', 'ROLLING_BACK', 'ROLLED_BACK'];

/** A policy with its newest version, how far that has come, and what every service runs. Undefined: no such policy. */
export async function policyView(
  ports: Pick<Ports, 'store' | 'compute' | 'clock'>,
  name: string,
): Promise<PolicyView | undefined> {
  const all = await allVersions(ports.store, name);
  const newest = all.find(({ status }) => status !== 'INVALID') ?? all[0];
  if (!newest) return undefined;
  const tasks = await loadPolicyTasks(ports, newest);
  const shown = withTasks(newest, tasks, ports.clock.now().toISOString());
  const asked = shown.tasks.filter(({ status }) => status !== 'EXEMPT');
  const missing = asked.filter(({ status }) => status !== 'ACTIVATED');
  const active = all.find(({ status }) => status === 'ACTIVE');
  return {
    name,
    ...(active && { active: active.number }),
    newest: shown,
    convergence: asked.length === 0 ? 1 : (asked.length - missing.length) / asked.length,
    missing,
    matrix: matrixOf(tasks),
    version: newest.version,
  };
}

/** A version with where its tasks stand now; of one that is past, as they were when it ended. */
export async function versionView(
  ports: Pick<Ports, 'store' | 'compute' | 'clock'>,
  version: PolicyVersion,
): Promise<PolicyVersion> {
  if (PAST.includes(version.status)) return version;
  return withTasks(version, await loadPolicyTasks(ports, version), ports.clock.now().toISOString());
}

function withTasks(version: PolicyVersion, tasks: PolicyTasks, now: string): PolicyVersion {
  if (PAST.includes(version.status)) return version;
  return { ...version, tasks: situationOf(version, tasks, now).tasks };
}

/** How many running tasks of each service run each version; `none`: tasks without one. */
function matrixOf({ running, said }: PolicyTasks): PolicyView['matrix'] {
  const counts = new Map<string, Map<string, number>>();
  for (const { service, id } of running) {
    const row = counts.get(service) ?? new Map<string, number>();
    const version = String(said.get(`${service}#${id}`)?.active ?? 'none');
    counts.set(service, row.set(version, (row.get(version) ?? 0) + 1));
  }
  return [...counts].map(([service, row]) => ({ service, versions: Object.fromEntries(row) }));
}
