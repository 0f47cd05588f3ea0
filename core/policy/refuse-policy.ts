import { auditDraft } from '../audit/audit-draft.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Actor } from '../contract/identity.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** An attempt against policy: who tried what, and why it is refused. */
export interface Refusal {
  /** Where it is audited: the policy's own stream unless told. */
  readonly stream?: string;
  readonly policy: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly remedy: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Audits the attempt; nothing else is stored. Never returns. @throws OpsError of the refusal's code. */
export async function refusePolicy(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  refusal: Refusal,
): Promise<never> {
  const { policy, actor, correlationId, reason, remedy, code, detail } = refusal;
  const { stream = `policy/${policy}` } = refusal;
  const entry = auditDraft(ports, {
    stream,
    actor,
    action: 'policy.refused',
    target: policy,
    outcome: 'denied',
    correlationId,
    reason,
    detail: { code, ...detail },
  });
  await ports.store.commit({ writes: [], audit: [entry], events: [] });
  throw new OpsError(code, reason, { remedy, params: { policy, ...detail } });
}
