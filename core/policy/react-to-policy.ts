import { ACTORS } from '../actors.ts';
import { ERRORS } from '../contract/errors.ts';
import { PolicyIntake } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { receivePolicy } from './receive-policy.ts';

/**
 * Reacts to a policy that the Governance Layer put on the bus: the same message and the same care as by the API. An
 * event that is refused is audited and done with; only what may pass later is thrown, so that it comes again.
 * @throws OpsError of a retryable code.
 */
export async function reactToPolicy(ports: Ports, detail: unknown): Promise<void> {
  const parsed = PolicyIntake.safeParse(detail);
  if (!parsed.success) {
    ports.log.warn('policy.event-unreadable', { problem: parsed.error.message });
    return;
  }
  const correlationId = `event-${ports.ids.next()}`;
  const receipt = { intake: parsed.data, sent: detail, actor: ACTORS.governance, correlationId };
  try {
    await receivePolicy(ports, receipt);
  } catch (error) {
    if (!OpsError.is(error) || ERRORS[error.code].retryable) throw error;
    ports.log.warn('policy.event-refused', { code: error.code, policy: parsed.data.name, correlationId });
  }
}
