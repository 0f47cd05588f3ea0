import type { SchedulerTimers } from '../../adapters/aws/scheduler-timers.ts';
import { OpsEvent } from '../../core/contract/events.ts';
import type { Ports } from '../../core/ports.ts';
import { find } from '../../core/store/record-type.ts';
import { Jobs } from '../../core/store/records/jobs.ts';
import { eventDetailOf } from './event-detail.ts';

/** The name of the job that an event of the bus is about; undefined where it is about none. Pure. */
export function jobIn(event: unknown): string | undefined {
  return OpsEvent.safeParse(eventDetailOf(event)).data?.job;
}

/** Makes the schedule of a job what the job says now. Sees no event: a doubled or late one changes nothing. */
export async function keepTimer(
  { store, timers }: Pick<Ports, 'store'> & { readonly timers: Pick<SchedulerTimers, 'ensure' | 'remove'> },
  name: string,
): Promise<void> {
  const job = await find(store, Jobs, name);
  if (job) await timers.ensure(job);
  else await timers.remove(name);
}
