import type { Ids } from '../ports.ts';

/** The id that follows a call through logs, events and audit: the caller's own if it is a sane one, else a new one. */
export function correlationIdOf(sent: string | undefined, ids: Ids): string {
  return sent !== undefined && /^[\w.:-]{1,64}$/.test(sent) ? sent : ids.next();
}
