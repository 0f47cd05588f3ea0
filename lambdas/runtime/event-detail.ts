import * as z from 'zod';

/** An event as EventBridge delivers it, as far as it is looked at before its detail is. */
const Delivered = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** The detail of an event of EventBridge; undefined for what is none. Pure. */
export function eventDetailOf(event: unknown): unknown {
  return Delivered.safeParse(event).data?.detail;
}
