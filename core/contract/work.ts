import * as z from 'zod';
import { OpsEvent } from './events.ts';
import { Name } from './primitives.ts';

/** What of the platform is looked at each minute; the names stand in the log where one fails. */
export const SweepPart = z.enum(['tick.jobs', 'tick.reconcile', 'tick.policies', 'tick.verify']);
export type SweepPart = z.infer<typeof SweepPart>;

/**
 * What stands in the reconcile queue beside events of ECS. Every message is a hint: it names whom to look at, never
 * what to do. `sweep`: look at everything that is not at rest, or at one part of it; parts hold each other back nowhere.
 */
export const Work = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('service'), service: Name, correlationId: z.string() }).readonly(),
    z.object({ kind: z.literal('job'), job: Name, correlationId: z.string().optional() }).readonly(),
    z.object({ kind: z.literal('event'), event: OpsEvent }).readonly(),
    z.object({ kind: z.literal('sweep'), part: SweepPart.optional() }).readonly(),
  ])
  .meta({ id: 'Work' });
export type Work = z.infer<typeof Work>;
