import cronstrue from 'cronstrue';
import type { JobSpec } from '../../../core/contract/job.ts';
import { shortTimeIn } from './wall-words.ts';

/** A schedule as people say it: `At 02:00`, `Every 15 minutes`, `Once, Tue 1 Dec 2026, 02:00`, `Only when somebody runs it`. */
export function scheduleWords({ schedule }: Pick<JobSpec, 'schedule'>): string {
  if (schedule === 'manual') return 'Only when somebody runs it';
  const rate = /^rate\((.+)\)$/.exec(schedule)?.[1];
  if (rate !== undefined) return `Every ${rate.replace(/^1 /, '')}`;
  const once = /^at\((.+)\)$/.exec(schedule)?.[1];
  if (once !== undefined) return `Once, ${shortTimeIn(once)}`;
  return cronWords(schedule);
}

/** Cron in words; an expression that has none stays as it is, since the API judges it. */
function cronWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
