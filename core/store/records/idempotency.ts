import * as z from 'zod';
import { addDays } from '../../units.ts';
import type { RecordType } from '../record-type.ts';

/** Keys are remembered for a day, as at Stripe. Source: Stripe API reference, "Idempotent requests". */
const KEPT_DAYS = 1;

/** A POST that came with an `Idempotency-Key`: whose, what it said, and what was answered once it was. */
export const IdempotencyRecord = z
  .object({
    scope: z.string(),
    fingerprint: z.string(),
    at: z.string(),
    changeId: z.string().optional(),
    answer: z
      .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
      .readonly()
      .optional(),
    version: z.int(),
  })
  .readonly();
export type IdempotencyRecord = z.infer<typeof IdempotencyRecord>;

/** | access pattern: the record of a caller, route and key | get `IDEMPOTENCY#sub#route#key` / `CURRENT` | */
export const IdempotencyRecords: RecordType<IdempotencyRecord, string> = {
  name: 'idempotency record',
  schema: IdempotencyRecord,
  key: (scope) => ({ pk: `IDEMPOTENCY#${scope}`, sk: 'CURRENT' }),
  idOf: (record) => record.scope,
  expiresAt: ({ at }) => addDays(at, KEPT_DAYS),
};
