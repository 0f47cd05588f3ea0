import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { find, put } from '../store/record-type.ts';
import { type Lease, Leases } from '../store/records/leases.ts';
import { addSeconds, isBefore } from '../units.ts';
import { WORKER_GONE_SEC } from '../worker-gone.ts';

type LeasePorts = Pick<Ports, 'store' | 'clock' | 'ids'>;

/**
 * The lease of a service for a new owner, or undefined while another owner holds it: without asking again the owner may
 * alter the service until the lease ends.
 */
export async function acquireLease(ports: LeasePorts, service: string): Promise<Lease | undefined> {
  const now = ports.clock.now().toISOString();
  const held = await find(ports.store, Leases, service);
  if (held && isBefore(now, held.until)) return undefined;
  const lease: Lease = {
    name: service,
    owner: ports.ids.next(),
    until: addSeconds(now, WORKER_GONE_SEC),
    version: (held?.version ?? 0) + 1,
  };
  return (await wrote(ports, lease)) ? lease : undefined;
}

/** Whether `lease` still stands: after its end, another owner may be at work. */
export function stillHolds(lease: Lease, now: Date): boolean {
  return isBefore(now.toISOString(), lease.until);
}

/** Lets the next owner in. What another owner has taken over since is left alone. */
export async function releaseLease(ports: LeasePorts, lease: Lease): Promise<void> {
  await wrote(ports, { ...lease, until: ports.clock.now().toISOString(), version: lease.version + 1 });
}

async function wrote({ store }: LeasePorts, lease: Lease): Promise<boolean> {
  try {
    await store.commit({ writes: [put(Leases, lease)], audit: [], events: [] });
    return true;
  } catch (error) {
    if (OpsError.is(error, 'store.conflict')) return false;
    throw error;
  }
}
