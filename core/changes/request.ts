import type { ApprovalEvidence } from '../contract/approval.ts';
import type { Change, ChangeTarget, Intent } from '../contract/change.ts';
import type { OpsEvent } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { AuditDraft, Write } from '../store/store.ts';

/** A wish to alter something: who wants what of which target, and why. */
export interface ChangeRequest {
  readonly target: ChangeTarget;
  readonly intent: Intent;
  readonly requestedBy: Actor;
  readonly reason: string;
  readonly correlationId: string;
  /** Plan only: nothing is stored, the Change comes back as PLANNED. */
  readonly dryRun?: boolean | undefined;
  /** The version of the target that the requester saw (`If-Match`). */
  readonly expectedVersion?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** What was seen when the scaler asks for a higher ceiling. */
  readonly evidence?: ApprovalEvidence | undefined;
  /** Records that are written with the Change, in its own commit. Asked for anew when another writer was first. */
  readonly alongside?: ((change: Change) => readonly Write[] | Promise<readonly Write[]>) | undefined;
  /** What is audited with the Change besides itself, in the same commit. */
  readonly alsoAudited?: ((change: Change) => readonly AuditDraft[]) | undefined;
  /** What is told besides the Change itself, in the same commit. */
  readonly alsoTold?: ((change: Change) => readonly OpsEvent[]) | undefined;
}
