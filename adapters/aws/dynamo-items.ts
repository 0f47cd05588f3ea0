import * as z from 'zod';
import type { Item, Key } from '../../core/store/store.ts';

/** The attributes of an item as the table stores them. `ttl` is what DynamoDB forgets by, in epoch seconds. */
const Attributes = z.object({
  pk: z.string(),
  sk: z.string(),
  version: z.int(),
  value: z.unknown(),
  gsi1pk: z.string().optional(),
  gsi1sk: z.string().optional(),
  gsi2pk: z.string().optional(),
  gsi2sk: z.string().optional(),
  expiresAt: z.string().optional(),
  ttl: z.int().optional(),
});
export type Attributes = z.infer<typeof Attributes>;

/** `item` as attributes. Absent orders are absent attributes, so that the indexes stay sparse. Pure. */
export function toAttributes(item: Item): Attributes {
  return {
    ...item.key,
    version: item.version,
    value: item.value,
    ...(item.gsi1 && { gsi1pk: item.gsi1.pk, gsi1sk: item.gsi1.sk }),
    ...(item.gsi2 && { gsi2pk: item.gsi2.pk, gsi2sk: item.gsi2.sk }),
    ...(item.expiresAt && { expiresAt: item.expiresAt, ttl: epochSec(item.expiresAt) }),
  };
}

/** The item that `attributes` say. The inverse of `toAttributes`. */
export function toItem(attributes: unknown): Item {
  const { pk, sk, version, value, expiresAt, ...orders } = Attributes.parse(attributes);
  return {
    key: { pk, sk },
    version,
    value,
    gsi1: keyOf(orders.gsi1pk, orders.gsi1sk),
    gsi2: keyOf(orders.gsi2pk, orders.gsi2sk),
    expiresAt,
  };
}

function keyOf(pk: string | undefined, sk: string | undefined): Key | undefined {
  return pk === undefined || sk === undefined ? undefined : { pk, sk };
}

function epochSec(instant: string): number {
  return Math.ceil(Date.parse(instant) / 1000);
}
