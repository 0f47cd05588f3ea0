import * as z from 'zod';

/** A service, job or program name: a DNS label, so that it can stand in ECS, in an ARN and in a URL unchanged. */
export const Name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,38}$/,
    'use 2 to 39 characters: lower-case letters, digits and dashes, starting with a letter',
  );

/** An ULID: 26 characters of Crockford's base 32, sortable by time. Source: github.com/ulid/spec. */
export const Ulid = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'use the id as the API returned it');

/** An instant as ISO 8601 in UTC, e.g. `2026-01-01T02:00:00.000Z`. */
export const Instant = z.iso.datetime({ message: 'use ISO 8601 in UTC, for example 2026-01-01T02:00:00Z' });

/** Money in millionths of a US dollar, a whole number, so that sums are exact. */
export const MicroUsd = z.int();
export type MicroUsd = z.infer<typeof MicroUsd>;

/** A count of tasks. 5,000 is the ECS quota of tasks per service. Source: Amazon ECS service quotas. */
export const TaskCount = z.int().min(0).max(5_000);

/** A ratio, 0..1. */
export const Ratio = z.number().min(0).max(1);

/** Free text a person wrote. */
export const Remark = z.string().trim().min(1).max(500);

/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'use the 64 hexadecimal characters of a SHA-256');

/** One page of a list. `nextCursor` is opaque; pass it back as `?cursor=`. It is absent on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item).readonly(), nextCursor: z.string().optional() });
}

/** One page of values, as the core passes it around. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

/** The query of every list route. `limit` is 1..100, 50 unless told. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(512).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;
