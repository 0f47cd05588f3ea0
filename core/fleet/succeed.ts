import type { Deployment, Revision, Service } from '../contract/service.ts';
import type { Draft, Picture } from './picture.ts';
import { tell } from './picture.ts';
import { settleWithApproval } from './settle.ts';

/** So many revisions of a service are kept to roll back to (spec, services). */
export const KEPT_REVISIONS = 20;

/** At most so many old revisions are deleted in one commit, which holds at most 90 writes. */
const FORGOTTEN_AT_ONCE = 40;

/** Settles a rollout that has reached its end: its revision is the newest success, its Change is done. Pure. */
export function succeed(draft: Draft & { readonly deployment: Deployment }, { now: at }: Picture): Draft {
  const { id, revision, changeId } = draft.deployment;
  const reason = `Revision ${revision} runs.`;
  const service = withSuccess(draft.service, revision, at);
  const revisions = draft.revisions.map((one) =>
    one.number === revision && one.outcome !== 'succeeded'
      ? ({ ...one, outcome: 'succeeded' } as const)
      : one,
  );
  const deployment = {
    ...draft.deployment,
    status: 'SUCCEEDED',
    statusReason: reason,
    waitingSince: undefined,
    endedAt: at,
  } as const;
  const next = { ...draft, service, revisions, deployment, forgotten: forgettable(revisions, service) };
  const done = settleWithApproval(next, changeId, { status: 'DONE', reason, at });
  return tell(done, {
    action: 'deployment.succeeded',
    reason,
    changeId,
    detail: { deploymentId: id, revision },
  });
}

function withSuccess(service: Service, revision: number, at: string): Service {
  const earlier = service.succeededRevisions.filter((number) => number !== revision);
  return {
    ...service,
    succeededRevisions: [revision, ...earlier].slice(0, KEPT_REVISIONS),
    deploymentId: undefined,
    deployedAt: at,
    updatedAt: at,
  };
}

/** Neither among the successes that are kept nor among the newest numbers, which show what failed lately. */
function forgettable(revisions: readonly Revision[], service: Service): readonly Revision[] {
  const newest = [...revisions].sort((a, b) => b.number - a.number).slice(0, KEPT_REVISIONS);
  const kept = new Set([
    ...service.succeededRevisions,
    ...newest.map(({ number }) => number),
    service.revision,
  ]);
  return revisions.filter(({ number }) => !kept.has(number)).slice(0, FORGOTTEN_AT_ONCE);
}
