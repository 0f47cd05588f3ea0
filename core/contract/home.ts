import * as z from 'zod';
import { ApprovalView } from './approval.ts';
import { BudgetView } from './money.ts';
import { Instant, Name } from './primitives.ts';

/** Something that is wrong now, worst first. */
export const Incident = z
  .object({
    kind: z.enum([
      'health',
      'deployment',
      'drift',
      'drift-fight',
      'review-overdue',
      'blocked',
      'job',
      'policy',
    ]),
    severity: z.enum(['warning', 'critical']),
    /** Whom it is about; the job or the policy itself where it is about no service. */
    service: Name,
    /** The job it is about, if it is about one. */
    job: Name.optional(),
    /** The policy it is about, if it is about one. */
    policy: Name.optional(),
    title: z.string(),
    detail: z.string(),
    since: Instant,
    next: z.string(),
  })
  .readonly();
export type Incident = z.infer<typeof Incident>;

/** The home page in one answer: what needs you, what is wrong, the month's money. */
export const HomeView = z
  .object({
    now: Instant,
    needsYou: z.array(ApprovalView).readonly(),
    waitingForOthers: z.array(ApprovalView).readonly(),
    incidents: z.array(Incident).readonly(),
    budgets: z.array(BudgetView).readonly(),
    services: z
      .object({ total: z.int(), healthy: z.int(), deploying: z.int(), degraded: z.int() })
      .readonly(),
  })
  .readonly()
  .meta({ id: 'HomeView' });
export type HomeView = z.infer<typeof HomeView>;
