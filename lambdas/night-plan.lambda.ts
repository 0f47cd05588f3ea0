import * as z from 'zod';
import { servicesOfNight } from '../core/optimizer/run-optimizer.ts';
import { chunksOf } from './runtime/chunks-of.ts';
import { onCall } from './runtime/on-call.ts';
import { readingPorts } from './runtime/ports/reading-ports.ts';

/** A night begins: its services, in chunks that one page of metrics holds. */
export const handler = onCall('night-plan', {
  input: z.unknown(),
  handle: async () => ({ chunks: chunksOf(await servicesOfNight(readingPorts)) }),
});
