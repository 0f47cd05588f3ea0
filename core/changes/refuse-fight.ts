import { OpsError } from '../errors.ts';
import { isDriftFight } from '../fleet/drift-fight.ts';
import type { Facts } from './facts.ts';

/**
 * Refuses a fourth revert of one field in half an hour: somebody has to be talked to instead.
 * @throws OpsError `service.drift_fight`
 */
export function refuseFight({ request: { intent }, service, at }: Facts): void {
  if (intent.kind !== 'drift' || intent.answer !== 'revert') return;
  const drift = service?.drift.find(({ field }) => field === intent.field);
  if (!service || !drift || !isDriftFight(drift, at)) return;
  const what = `${drift.field} of ${service.name} was reverted three times in 30 minutes.`;
  throw new OpsError('service.drift_fight', what, {
    remedy: `Talk to ${drift.actor}, or adopt the value; a revert is possible again after half an hour.`,
    params: { service: service.name, field: drift.field, actor: drift.actor },
  });
}
