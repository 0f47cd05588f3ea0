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
 * The rates of ECS that one worker keeps to. Source: Amazon ECS developer guide, "Request throttling for the Amazon ECS
 * API", and the assumption that UpdateService has 5 a second and RegisterTaskDefinition 1 in an account and
 * region (check). What is named nowhere shares one generous rate.
 */
export const ECS_RATES = {
  UpdateService: { perSec: 5, burst: 10, reserve: 2 },
  CreateService: { perSec: 5, burst: 10, reserve: 0 },
  RegisterTaskDefinition: { perSec: 1, burst: 5, reserve: 0 },
  RunTask: { perSec: 5, burst: 10, reserve: 0 },
  other: { perSec: 20, burst: 50, reserve: 0 },
} as const satisfies Readonly<Record<string, Rate>>;

/** The name of a rate. */
export type RateName = keyof typeof ECS_RATES;
