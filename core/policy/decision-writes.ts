import type { Change } from '../contract/change.ts';
import type { Ports } from '../ports.ts';
import { put } from '../store/record-type.ts';
import { PolicyDecisions } from '../store/records/policies.ts';
import type { Write } from '../store/store.ts';

/**
 * The write that logs what policy said of a Change, for the commit that stores the Change. Nothing where no policy is
 * in force. A dry run stores nothing, so it is not logged either.
 */
export function decisionWrites({ ids }: Pick<Ports, 'ids'>, change: Change, at: string): readonly Write[] {
  const { policy, basis } = change.plan;
  if (basis.policyVersion === 'none') return [];
  return [
    put(PolicyDecisions, {
      id: ids.next(),
      at,
      policy: basis.policyVersion,
      changeKind: change.kind,
      target: change.target.name,
      requestedBy: change.requestedBy.sub,
      status: policy.status,
      ...(policy.clause !== undefined && { clause: policy.clause }),
      traceId: policy.traceId,
      version: 1,
    }),
  ];
}
