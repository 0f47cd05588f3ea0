import { reactToPolicy } from '../core/react.ts';
import { eventDetailOf } from './runtime/event-detail.ts';
import { onQueue } from './runtime/on-queue.ts';
import { decidingPorts } from './runtime/ports/deciding-ports.ts';
import { governanceKeys } from './runtime/ports/policy-tools.ts';

const ports = decidingPorts({ keys: governanceKeys() });

/** Policies that the Governance Layer put on the bus: taken in as by the API. The sweep begins their roll-out. */
export const handler = onQueue({
  kind: 'intake',
  parse: eventDetailOf,
  handle: (detail) => reactToPolicy(ports, detail),
});
