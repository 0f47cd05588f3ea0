import * as z from 'zod';
import { EventName } from './events.ts';
import { Actor } from './identity.ts';
import { Instant, Sha256, Ulid } from './primitives.ts';

/**
 * One link of the audit chain. Streams are chained apart (`service/<name>`, `budget/<scope>`, `access`);
 * `hash` covers every other field, `previousHash` the entry before it in its stream.
 */
export const AuditEntry = z
  .object({
    id: Ulid,
    stream: z.string(),
    seq: z.int().min(1),
    at: Instant,
    actor: Actor,
    action: EventName,
    target: z.string(),
    outcome: z.enum(['done', 'denied', 'failed']),
    changeId: z.string().optional(),
    decisionId: z.string().optional(),
    correlationId: z.string(),
    reason: z.string(),
    detail: z.record(z.string(), z.unknown()).readonly(),
    previousHash: Sha256,
    hash: Sha256,
  })
  .readonly()
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What a recomputation of every chain found. `firstBroken` names the first entry that does not hold. */
export const AuditVerification = z
  .object({
    ok: z.boolean(),
    entries: z.int(),
    streams: z.int(),
    anchoredAt: Instant.optional(),
    firstBroken: z
      .object({ stream: z.string(), seq: z.int(), id: z.string(), problem: z.string() })
      .readonly()
      .optional(),
  })
  .readonly()
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

/** `GET /audit`: newest first. `day` is `YYYY-MM-DD` in UTC and defaults to the newest day that has entries. */
export const AuditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
  stream: z.string().max(100).optional(),
  actor: z.string().max(128).optional(),
  action: z.string().max(100).optional(),
  changeId: z.string().max(40).optional(),
});
