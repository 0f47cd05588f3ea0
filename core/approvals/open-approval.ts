import { costDelta } from '../budget/service-cost.ts';
import type { Approval, ApprovalEvidence } from '../contract/approval.ts';
import type { Change, QuorumPart } from '../contract/change.ts';
import type { Deployment } from '../contract/service.ts';
import { addSeconds } from '../units.ts';

/** How long each question stays open, in hours. Source: spec, approvals; reviews of break-glass within 24 h. */
export const OPEN_HOURS = { change: 72, scaling: 4, promotion: 24, review: 24 } as const;

/** What an approval of any kind starts from. */
interface Opening {
  readonly id: string;
  readonly change: Change;
  readonly at: string;
}

/** The question whether a Change may be executed. A raise that the scaler asks for stays open for 4 h, others 72 h. */
export function changeApproval(
  opening: Opening & { readonly quorum: readonly QuorumPart[]; readonly evidence: ApprovalEvidence },
): Approval {
  const { change, at } = opening;
  const bounds = boundsOf(change);
  return {
    ...common(opening),
    kind: 'change',
    quorum: opening.quorum,
    because: change.plan.approvals.because,
    ceiling: change.plan.cost.ceiling,
    evidence: opening.evidence,
    ...bounds,
    expiresAt: addSeconds(at, openHours(change) * 3_600),
  };
}

/** Hours that the approval of `change` stays open. */
export function openHours(change: Pick<Change, 'requestedBy'>): number {
  return change.requestedBy.kind === 'scaler' ? OPEN_HOURS.scaling : OPEN_HOURS.change;
}

/** The question whether a paused canary may go on. One of the program's people, never who asked for the change. */
export function promotionApproval(opening: Opening & { readonly deployment: Deployment }): Approval {
  return {
    ...common(opening),
    kind: 'promotion',
    quorum: [{ group: 'program', min: 1 }],
    because: [`Revision ${opening.deployment.revision} waits as a canary until somebody lets it go on.`],
    ceiling: costDelta(0, 0),
    evidence: { metric: 'none' },
    expiresAt: addSeconds(opening.at, OPEN_HOURS.promotion * 3_600),
  };
}

/** The question whether a use of break-glass was right. Neither who asked nor who broke the glass may sign. */
export function reviewApproval(
  opening: Opening & { readonly by: string; readonly reason: string },
): Approval {
  return {
    ...common(opening),
    kind: 'review',
    barred: [opening.by],
    quorum: [{ group: 'finance', min: 1 }],
    because: [`${opening.by} broke the glass: ${opening.reason}`],
    ceiling: opening.change.plan.cost.ceiling,
    evidence: { metric: 'none' },
    ...boundsOf(opening.change),
    expiresAt: addSeconds(opening.at, OPEN_HOURS.review * 3_600),
  };
}

function common({ id, change, at }: Opening) {
  return {
    id,
    changeId: change.id,
    service: change.target.name,
    program: change.program,
    planDigest: change.plan.digest,
    requestedBy: change.requestedBy,
    barred: [],
    votes: [],
    status: 'PENDING',
    statusReason: 'Waits for votes.',
    openedAt: at,
    version: 1,
  } as const;
}

/** The bounds before and after, read from the plan's diff; a bound that does not move stands in the intent. */
function boundsOf({ plan, intent }: Change): Pick<Approval, 'boundsBefore' | 'boundsAfter' | 'until'> {
  if (intent.kind !== 'bounds') return {};
  const before = (path: string, same: number) => {
    const line = plan.diff.find((candidate) => candidate.path === path);
    return typeof line?.before === 'number' ? line.before : same;
  };
  const { min, max } = intent.replicas;
  return {
    boundsBefore: { min: before('bounds.min', min), max: before('bounds.max', max) },
    boundsAfter: { min, max },
    until: intent.until,
  };
}
