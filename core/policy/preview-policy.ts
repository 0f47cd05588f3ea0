import type { Change } from '../contract/change.ts';
import type { PolicyPreview, PolicyVersion } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import type { EngineVerdict, Ports } from '../ports.ts';
import { list } from '../store/record-type.ts';
import { Changes, closedChanges, openChanges } from '../store/records/changes.ts';
import type { Store } from '../store/store.ts';
import { binds } from './bound-services.ts';
import { mustFindVersions } from './policy-versions.ts';

/** A candidate to take the place of a policy's admission text, and how many of the last Changes to try it on. */
export interface Preview {
  readonly name: string;
  readonly admission: string;
  readonly changes: number;
}

/**
 * Asks the candidate what the policy in force was asked, for the last Changes that it binds, newest first, and lists
 * where the two differ. Reads only. A Change from before questions were kept with Changes is passed over.
 * @throws OpsError `policy.not_found`, `policy.invalid` when the candidate does not parse or fit the schema.
 */
export async function previewPolicy(
  ports: Pick<Ports, 'store' | 'policies'>,
  { name, admission, changes }: Preview,
): Promise<PolicyPreview> {
  const { engine } = ports.policies;
  const all = await mustFindVersions(ports.store, name);
  const problems = await engine.validate(admission);
  if (problems.length > 0)
    throw new OpsError(
      'policy.invalid',
      `The candidate does not hold: ${problems.join('; ')}`.slice(0, 2_000),
      {
        remedy: 'Correct the candidate; docs/policies.md shows the schema that policies are written by.',
        params: { policy: name, problems },
      },
    );
  const active = all.find(({ status }) => status === 'ACTIVE');
  const replayed = await replayable(ports.store, active ?? all[0], changes);
  const differs: PolicyPreview['differs'][number][] = [];
  for (const { id, target, plan } of replayed) {
    if (!plan.asked) continue;
    const before = active ? await engine.decide(active.content.admission, plan.asked) : ALLOWED;
    const after = await engine.decide(admission, plan.asked);
    if (!isSame(before, after)) differs.push(difference(id, target.name, { before, after }));
  }
  return { replayed: replayed.length, differs };
}

const ALLOWED: EngineVerdict = { status: 'approved', groups: [], obligations: [] };

async function replayable(store: Store, version: PolicyVersion, limit: number): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (const order of [openChanges, closedChanges])
    for (let after: string | undefined, more = true, mine = 0; more && mine < limit; ) {
      const page = await list(store, Changes, {
        ...order,
        order: 'descending',
        limit: 100,
        ...(after !== undefined && { after }),
      });
      const fit = page.items.filter(
        ({ plan, program }) => plan.asked !== undefined && binds(version, program),
      );
      found.push(...fit.filter(({ kind }) => kind !== 'policy'));
      mine += fit.length;
      after = page.nextCursor;
      more = after !== undefined;
    }
  return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
}

function isSame(a: EngineVerdict, b: EngineVerdict): boolean {
  return a.status === b.status && a.clause === b.clause;
}

function difference(
  changeId: string,
  target: string,
  { before, after }: { readonly before: EngineVerdict; readonly after: EngineVerdict },
): PolicyPreview['differs'][number] {
  const clause = after.clause ?? before.clause;
  return {
    changeId,
    target,
    before: before.status,
    after: after.status,
    ...(clause !== undefined && { clause }),
  };
}
