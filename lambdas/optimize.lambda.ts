import * as z from 'zod';
import { Name } from '../core/contract/primitives.ts';
import { optimizeServices } from '../core/optimizer/run-optimizer.ts';
import { onCall } from './runtime/on-call.ts';
import { optimizingPorts } from './runtime/ports/optimizing-ports.ts';

const ports = optimizingPorts();

/** One chunk of a night. Repeating it proposes nothing twice. */
export const handler = onCall('optimize', {
  input: z.object({ runId: z.string(), correlationId: z.string(), services: z.array(Name) }),
  handle: ({ services, ...run }) => optimizeServices(ports, services, run),
});
