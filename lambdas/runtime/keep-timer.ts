import type { SchedulerTimers } from '../../adapters/aws/scheduler-timers.ts';
import { OpsEvent } from '../../core/contract/events.ts';
import { OpsError } from '../../core/errors.ts';
import type { Ports } from '../../core/ports.ts';
import { find } from '../../core/store/record-type.ts';
import { Jobs } from '../../core/store/records/jobs.ts';
import { eventDetailOf } from './event-detail.ts';

/** The name of the job that an event of the bus is about; undefined where it is about none. Pure. */
export function jobIn(event: unknown): string | undefined {
  return OpsEvent.safeParse(eventDetailOf(event)).data?.job;
}

/** A job that changes more often than this meanwhile is left to the next delivery. */
const MOST_ROUNDS = 3;

/**
 * Makes the schedule of a job what the job says now. Sees no event: a doubled or late one changes nothing. The job is
 * read again afterwards: who read it, and was overtaken by who removed its schedule, would leave one that nobody removes.
 * @throws OpsError `store.conflict` when the job changed each time.
 */
export async function keepTimer(
  { store, timers }: Pick<Ports, 'store'> & { readonly timers: Pick<SchedulerTimers, 'ensure' | 'remove'> },
  name: string,
): Promise<void> {
  let job = await find(store, Jobs, name);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (job) await timers.ensure(job);
    else await timers.remove(name);
    const now = await find(store, Jobs, name);
    if (now?.version === job?.version) return;
    job = now;
  }
  throw new OpsError('store.conflict', `The job ${name} changed while its timer was made.`, {
    remedy: 'None is needed: the message comes again.',
    params: { job: name },
  });
}
