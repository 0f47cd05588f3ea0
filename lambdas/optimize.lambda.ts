import * as z from 'zod';
import { Name } from '../core/contract/primitives.ts';
import { optimizeServices } from '../core/optimizer/optimize-services.ts';
import { onCall } from './runtime/on-call.ts';
import { optimizingPorts } from './runtime/ports/optimizing-ports.ts';

const ports = optimizingPorts();

/** One chunk of a night. What it proposes is asked for by `reconcile`, led by the event of each proposal. */
export const handler = onCall('optimize', {
  input: z.object({ runId: z.string(), correlationId: z.string(), services: z.array(Name) }),
  handle: (part) => optimizeServices(ports, part),
});
