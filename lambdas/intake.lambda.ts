import { reactToPolicy } from '../core/policy/react-to-policy.ts';
import { eventDetailOf } from './runtime/event-detail.ts';
import { onQueue } from './runtime/on-queue.ts';
import { governanceKeys } from './runtime/ports/governance-keys.ts';
import { judgingPorts } from './runtime/ports/judging-ports.ts';

const ports = judgingPorts({ keys: governanceKeys() });

/** Policies that the Governance Layer put on the bus: taken in as by the API. The sweep begins their roll-out. */
export const handler = onQueue({
  kind: 'intake',
  parse: eventDetailOf,
  handle: (detail) => reactToPolicy(ports, detail),
});
