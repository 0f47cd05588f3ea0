import * as z from 'zod';
import { QuorumPart } from './change.ts';
import { Actor, ApproverGroup } from './identity.ts';
import { ApprovalStatus } from './lifecycle.ts';
import { CostDelta } from './money.ts';
import { Instant, Name, Sha256, Ulid } from './primitives.ts';

/** What a voter says. */
export const Verdict = z.enum(['approve', 'reject']);

/** One person’s vote, bound to the plan that the person saw. */
export const Vote = z
  .object({
    by: z.string(),
    group: ApproverGroup,
    verdict: Verdict,
    comment: z.string().optional(),
    planDigest: Sha256,
    at: Instant,
  })
  .readonly();
export type Vote = z.infer<typeof Vote>;

/**
 * What was seen when an approval was asked for.
 * `utilization` is 0..1; `want` and `limit` are task counts.
 */
export const ApprovalEvidence = z
  .object({
    metric: z.enum(['cpu', 'memory', 'p95Ms', 'none']),
    utilization: z.number().optional(),
    atLimitSince: Instant.optional(),
    limit: z.int().optional(),
    want: z.int().optional(),
  })
  .readonly();
export type ApprovalEvidence = z.infer<typeof ApprovalEvidence>;

/**
 * A question to people. `change`: may this Change be executed? `promotion`: may a paused canary go on?
 * `review`: was this use of break-glass right? Each is closed by its quorum, one reject, or its expiry.
 */
export const Approval = z
  .object({
    id: Ulid,
    kind: z.enum(['change', 'promotion', 'review']),
    changeId: Ulid,
    service: Name,
    program: Name,
    planDigest: Sha256,
    requestedBy: Actor,
    /** Further people who may not vote: the one who broke the glass. */
    barred: z.array(z.string()).readonly(),
    quorum: z.array(QuorumPart).readonly(),
    because: z.array(z.string()).readonly(),
    votes: z.array(Vote).readonly(),
    status: ApprovalStatus,
    statusReason: z.string(),
    ceiling: CostDelta,
    evidence: ApprovalEvidence,
    boundsBefore: z.object({ min: z.int(), max: z.int() }).readonly().optional(),
    boundsAfter: z.object({ min: z.int(), max: z.int() }).readonly().optional(),
    until: Instant.optional(),
    openedAt: Instant,
    expiresAt: Instant,
    decidedAt: Instant.optional(),
    replacedBy: Ulid.optional(),
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

/** An approval as a person reads it: plain words, progress, and whether the reader may vote and why not. */
export const ApprovalView = z
  .object({
    ...Approval.unwrap().shape,
    headline: z.string(),
    sentences: z.array(z.string()).readonly(),
    ifApproved: z.string(),
    ifNobodyActs: z.string(),
    progress: z
      .array(
        z
          .object({ group: ApproverGroup, min: z.int(), approvedBy: z.array(z.string()).readonly() })
          .readonly(),
      )
      .readonly(),
    you: z.object({ mayVote: z.boolean(), because: z.string() }).readonly(),
    overdue: z.boolean(),
  })
  .readonly()
  .meta({ id: 'ApprovalView' });
export type ApprovalView = z.infer<typeof ApprovalView>;

/** `POST /approvals/{id}/votes`. `planDigest` is the digest the voter saw; a comment is mandatory on reject. */
export const VoteRequest = z
  .strictObject({
    verdict: Verdict,
    planDigest: Sha256,
    comment: z.string().trim().min(1).max(500).optional(),
  })
  .refine((vote) => vote.verdict === 'approve' || vote.comment !== undefined, {
    error: 'say why you reject: the requester reads it',
    path: ['comment'],
  })
  .readonly()
  .meta({ id: 'VoteRequest' });
export type VoteRequest = z.infer<typeof VoteRequest>;

/** `GET /approvals`. */
export const ApprovalQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
  status: z.enum(['open', 'all']).default('open'),
});
