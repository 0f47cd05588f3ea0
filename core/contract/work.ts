import * as z from 'zod';
import { OpsEvent } from './events.ts';
import { Name } from './primitives.ts';

/**
 * What stands in the reconcile queue beside events of ECS. Every message is a hint: it names whom to look at, never
 * what to do. `sweep`: look at everything that is not at rest.
 */
export const Work = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('service'), service: Name, correlationId: z.string() }).readonly(),
    z.object({ kind: z.literal('job'), job: Name, correlationId: z.string().optional() }).readonly(),
    z.object({ kind: z.literal('event'), event: OpsEvent }).readonly(),
    z.object({ kind: z.literal('sweep') }).readonly(),
  ])
  .meta({ id: 'Work' });
export type Work = z.infer<typeof Work>;
