import * as z from 'zod';
import type { RecordType } from '../record-type.ts';

/** Who may alter a service on the platform right now, and until when. */
export const Lease = z
  .object({ name: z.string(), owner: z.string(), until: z.string(), version: z.int() })
  .readonly();
export type Lease = z.infer<typeof Lease>;

/** | access pattern: the lease of a service | get `LEASE#name` / `CURRENT` | */
export const Leases: RecordType<Lease, string> = {
  name: 'lease',
  schema: Lease,
  key: (name) => ({ pk: `LEASE#${name}`, sk: 'CURRENT' }),
  idOf: (lease) => lease.name,
};
