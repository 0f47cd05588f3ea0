import * as z from 'zod';
import { CostDelta } from './money.ts';
import { Instant, MicroUsd, Name, PageQuery, Ulid } from './primitives.ts';

/** A service's limits as the optimizer sets them. `cpuTarget` is the utilization aimed at, 0..1. */
export const Limits = z
  .object({
    cpuUnits: z.int(),
    memoryMiB: z.int(),
    min: z.int(),
    max: z.int(),
    cpuTarget: z.number(),
  })
  .readonly();
export type Limits = z.infer<typeof Limits>;

/** What a proposal is: a reduction, something people decide on, nothing to change, or why nothing can be said. */
/** What a proposal does to the limits; the last three change nothing. */
export const ProposalClass = z.enum([
  'REDUCE',
  'RAISE',
  'REBALANCE',
  'NO_CHANGE',
  'INSUFFICIENT_DATA',
  'CONFLICT',
]);
export type ProposalClass = z.infer<typeof ProposalClass>;

/** Where a proposal stands; from VERIFIED on they are ends, NONE is one from the start. */
/** Where a proposal stands; `NONE`: it proposes nothing. */
export const ProposalStatus = z.enum([
  'RECOMMENDED',
  'AWAITING_APPROVAL',
  'APPLYING',
  'VERIFYING',
  'VERIFIED',
  'REVERTED',
  'REJECTED',
  'SUPERSEDED',
  'NONE',
]);

/** Another choice that was looked at, and why it was not taken. */
export const Alternative = z
  .object({ limits: Limits, expectedMicroUsd: MicroUsd, rejectedBecause: z.string() })
  .readonly();

/** What a proposal rests on. Percentiles of CPU are 0..1 of the reservation, memory is MiB. */
export const Evidence = z
  .object({
    from: Instant.optional(),
    to: Instant.optional(),
    samples: z.int(),
    cpuP50: z.number().optional(),
    cpuP95: z.number().optional(),
    memoryMaxMiB: z.number().optional(),
    peakAt: Instant.optional(),
    outOfMemoryKills: z.int(),
    overloadMinutesBefore: z.number().optional(),
    overloadMinutesAfter: z.number().optional(),
    forecastMethod: z.string().optional(),
    forecastPeakVcpu: z.number().optional(),
  })
  .readonly();

/** What the night proposes for one service. Every number is computed; none comes from a language model. */
export const Proposal = z
  .object({
    id: Ulid,
    service: Name,
    program: Name,
    at: Instant,
    runId: z.string(),
    class: ProposalClass,
    status: ProposalStatus,
    statusReason: z.string(),
    before: Limits,
    after: Limits,
    cost: z.object({ floor: CostDelta, expected: CostDelta, ceiling: CostDelta }).readonly(),
    evidence: Evidence,
    /** What kept it from being cheaper still. */
    bindingConstraint: z.string(),
    alternatives: z.array(Alternative).readonly(),
    /** In plain words: what changes, why, how it is verified, how to undo it. */
    explanation: z.array(z.string()).readonly(),
    verification: z.string(),
    undo: z.string(),
    changeId: Ulid.optional(),
    appliedAt: Instant.optional(),
    verifyUntil: Instant.optional(),
    /** When a regression undid it, and the Change that did; its direction is blocked for 14 days. */
    revertedAt: Instant.optional(),
    revertChangeId: Ulid.optional(),
    baseline: z
      .object({ p95Ms: z.number().optional(), errorRatio: z.number().optional() })
      .readonly()
      .optional(),
    predictedSavingMicroUsd: MicroUsd,
    realisedSavingMicroUsd: MicroUsd.optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof Proposal>;

/** `GET /proposals`. */
export const ProposalQuery = z.strictObject({ ...PageQuery.shape, service: Name.optional() });

/** What the optimizer saved: predicted beside realised, since the first of the month. */
export const SavingsView = z
  .object({
    month: z.string(),
    predictedMicroUsd: MicroUsd,
    realisedMicroUsd: MicroUsd,
    proposals: z.int(),
    reverted: z.int(),
  })
  .readonly()
  .meta({ id: 'SavingsView' });
export type SavingsView = z.infer<typeof SavingsView>;
