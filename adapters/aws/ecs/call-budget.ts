/** What may be spent on one API: `perSec` on average, `burst` at once; `reserve` of it is kept for scale-outs. */
export interface Rate {
  readonly perSec: number;
  readonly burst: number;
  readonly reserve: number;
}

/** What is left of a rate at an instant. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** A call that adds tasks under load goes before one that does anything else. */
export type Urgency = 'scale-out' | 'ordinary';

/**
 * Takes a token for a call, or says after how many ms to ask again. Ordinary calls leave the reserve alone. Pure.
 *
 * | tokens | reserve | urgency   | answer          |
 * |--------|---------|-----------|-----------------|
 * | 1      | 1       | scale-out | taken, 0 left   |
 * | 1      | 1       | ordinary  | wait            |
 * | 2      | 1       | ordinary  | taken, 1 left   |
 */
export function take(
  rate: Rate,
  bucket: Bucket | undefined,
  { nowMs, urgency }: { readonly nowMs: number; readonly urgency: Urgency },
): { readonly bucket: Bucket; readonly waitMs: number } {
  const passedSec = bucket ? Math.max(0, nowMs - bucket.atMs) / 1_000 : 0;
  const tokens = Math.min(rate.burst, (bucket?.tokens ?? rate.burst) + passedSec * rate.perSec);
  const floor = urgency === 'scale-out' ? 0 : rate.reserve;
  if (tokens - 1 >= floor) return { bucket: { tokens: tokens - 1, atMs: nowMs }, waitMs: 0 };
  const missing = floor + 1 - tokens;
  return { bucket: { tokens, atMs: nowMs }, waitMs: Math.ceil((missing / rate.perSec) * 1_000) };
}

/**
 * The rates that ECS allows an account in a region, by its own categories of actions; each worker keeps to them, and
 * what many workers together call too much is throttled and tried again. A fifth of the changes of services is kept for
 * scale-outs. Source: Amazon ECS API reference, "Request throttling for the Amazon ECS API": bucket capacity and refill
 * rate. Fargate launches fewer tasks a second than RunTask may be called: Amazon ECS developer guide, "AWS Fargate
 * throttling quotas".
 */
export const ECS_RATES = {
  serviceChanges: { perSec: 5, burst: 50, reserve: 10 },
  serviceReads: { perSec: 20, burst: 100, reserve: 0 },
  deployments: { perSec: 20, burst: 50, reserve: 0 },
  revisions: { perSec: 20, burst: 50, reserve: 0 },
  definitionChanges: { perSec: 1, burst: 20, reserve: 0 },
  definitionReads: { perSec: 20, burst: 50, reserve: 0 },
  taskChanges: { perSec: 20, burst: 100, reserve: 0 },
  taskReads: { perSec: 20, burst: 100, reserve: 0 },
  tags: { perSec: 10, burst: 20, reserve: 0 },
} as const satisfies Readonly<Record<string, Rate>>;

/** The name of a rate. */
export type RateName = keyof typeof ECS_RATES;
