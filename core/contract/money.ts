import * as z from 'zod';
import { Instant, MicroUsd, Name } from './primitives.ts';

/** One amount a month before and after a Change, compute only. */
export const CostDelta = z
  .object({ beforeMicroUsd: MicroUsd, afterMicroUsd: MicroUsd, deltaMicroUsd: MicroUsd })
  .readonly();
export type CostDelta = z.infer<typeof CostDelta>;

/** What a service costs a month (730 h), compute only. floor = min, runRate = running, ceiling = max tasks. */
export const ServiceCost = z
  .object({ floorMicroUsd: MicroUsd, runRateMicroUsd: MicroUsd, ceilingMicroUsd: MicroUsd })
  .readonly();
export type ServiceCost = z.infer<typeof ServiceCost>;

/** Money approved above the monthly budget, by one Change, until it ends (`until` absent: without end). */
export const Allowance = z
  .object({ changeId: z.string(), service: Name, amountMicroUsd: MicroUsd, until: Instant.optional() })
  .readonly();
export type Allowance = z.infer<typeof Allowance>;

/**
 * The money of a program. `committedMicroUsd` is the sum of the ceilings of its services,
 * `approvedMicroUsd` is `monthlyMicroUsd x hardRatio` plus every standing allowance.
 */
export const Budget = z
  .object({
    scope: Name,
    monthlyMicroUsd: MicroUsd,
    softRatio: z.number(),
    hardRatio: z.number(),
    committedMicroUsd: MicroUsd,
    allowances: z.array(Allowance).readonly(),
    createdAt: Instant,
    updatedAt: Instant,
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof Budget>;

/** A budget with what runs, was spent and is to be expected this month. */
export const BudgetView = z
  .object({
    ...Budget.unwrap().shape,
    approvedMicroUsd: MicroUsd,
    runRateMicroUsd: MicroUsd,
    spentMicroUsd: MicroUsd,
    forecastMicroUsd: MicroUsd,
    state: z.enum(['within', 'soft limit passed', 'hard limit passed']),
    note: z.string(),
  })
  .readonly()
  .meta({ id: 'BudgetView' });
export type BudgetView = z.infer<typeof BudgetView>;

/** `PUT /budgets/{scope}`. Raising a budget waits for approval; lowering it does not. */
export const SetBudget = z
  .strictObject({
    monthlyUsd: z.number().min(0).max(10_000_000),
    softRatio: z.number().min(0.1).max(1).default(0.8),
    hardRatio: z.number().min(0.1).max(1).default(1),
    reason: z.string().trim().min(1).max(500).default('set by API'),
  })
  .readonly()
  .meta({ id: 'SetBudget' });
export type SetBudget = z.infer<typeof SetBudget>;

/** Fargate prices in millionths of a US dollar an hour. */
export const PriceTable = z
  .object({
    version: z.string(),
    date: z.string(),
    source: z.string(),
    region: z.string(),
    vcpuHourMicroUsd: MicroUsd,
    gbHourMicroUsd: MicroUsd,
    hoursPerMonth: z.int(),
    note: z.string(),
  })
  .readonly()
  .meta({ id: 'PriceTable' });
export type PriceTable = z.infer<typeof PriceTable>;
