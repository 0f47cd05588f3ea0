import * as z from 'zod';
import { servicesOfNight } from '../core/optimizer/propose-all.ts';
import { nightChunks } from './runtime/night-chunks.ts';
import { onCall } from './runtime/on-call.ts';
import { readingPorts } from './runtime/ports/reading-ports.ts';

/** A night begins: its services, in chunks that one page of metrics holds. */
export const handler = onCall('night-plan', {
  input: z.unknown(),
  handle: async () => ({ chunks: await nightChunks(servicesOfNight(readingPorts)) }),
});
