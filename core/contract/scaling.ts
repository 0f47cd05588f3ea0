import * as z from 'zod';
import { Instant, Name, TaskCount, Ulid } from './primitives.ts';

/** How a scaling decision came out. Each is stored with its inputs for 30 days. */
export const ScalingOutcome = z.enum([
  'SCALED_OUT',
  'SCALED_IN',
  'HELD_IN_TOLERANCE',
  'HELD_COOLDOWN',
  'HELD_STABILISING',
  'HELD_DEPLOYING',
  'HELD_NO_DATA',
  'AT_MIN',
  'BLOCKED_BY_CEILING',
  'BLOCKED_BY_POLICY',
  'CONFLICT',
]);
export type ScalingOutcome = z.infer<typeof ScalingOutcome>;

/** What the rule looked at; absent means unknown. Ratios 0..1, latency ms. */
export const ScalingInputs = z
  .object({
    desired: TaskCount,
    running: TaskCount,
    min: TaskCount,
    max: TaskCount,
    cpu: z.number().optional(),
    memory: z.number().optional(),
    p95Ms: z.number().optional(),
    cpuTarget: z.number(),
    memoryTarget: z.number(),
    p95TargetMs: z.number(),
    wants: z.array(z.object({ metric: z.string(), want: TaskCount }).readonly()).readonly(),
    alarms: z.array(z.string()).readonly(),
  })
  .readonly();
export type ScalingInputs = z.infer<typeof ScalingInputs>;

/** A stored decision. Equal holds in a row are one record whose `repeats` and `lastAt` grow. */
export const Decision = z
  .object({
    id: Ulid,
    service: Name,
    at: Instant,
    lastAt: Instant,
    repeats: z.int(),
    trigger: z.enum(['alarm', 'tick', 'request', 'approval', 'reverted', 'observed']),
    actor: z.string(),
    outcome: ScalingOutcome,
    from: TaskCount,
    to: TaskCount,
    want: TaskCount,
    rule: z.string(),
    because: z.string(),
    /** What would have to be different for the opposite to happen. */
    whyNot: z.string(),
    inputs: ScalingInputs,
    changeId: Ulid.optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;
