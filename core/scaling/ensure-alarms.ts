import type { Service } from '../contract/service.ts';
import type { Cause } from '../fleet/compute.ts';
import type { Ports } from '../ports.ts';
import { alarmRulesFor } from './alarm-rules-for.ts';

/** Makes the alarms of the service those that its targets and bounds ask for. Idempotent. */
export function ensureAlarms(
  { alarms }: Pick<Ports, 'alarms'>,
  service: Pick<Service, 'name' | 'spec' | 'bounds'>,
  cause: Cause,
): Promise<void> {
  return alarms.ensure({ service: service.name, rules: alarmRulesFor(service), cause });
}
