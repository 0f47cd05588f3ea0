import type { DriftField } from '../contract/change.ts';
import type { Drift, Service } from '../contract/service.ts';
import { addSeconds, isBefore } from '../units.ts';

/** So many reverts of one field within the window, and two actors are undoing each other (spec, services). */
export const FIGHT_REVERTS = 3;
/** The window in which reverts of one field count as a fight. */
export const FIGHT_WINDOW_SEC = 30 * 60;

/** When the field was reverted in the last 30 minutes, oldest first. */
export function recentReverts(service: Service, field: DriftField, now: string): readonly string[] {
  const since = addSeconds(now, -FIGHT_WINDOW_SEC);
  return (service.driftReverts ?? [])
    .filter((revert) => revert.field === field && !isBefore(revert.at, since))
    .map(({ at }) => at);
}

/** Whether another revert of this drift would carry a fight on: three were made within the last 30 minutes. Pure. */
export function isDriftFight(drift: Pick<Drift, 'revertsAt'>, now: string): boolean {
  const since = addSeconds(now, -FIGHT_WINDOW_SEC);
  return drift.revertsAt.filter((at) => !isBefore(at, since)).length >= FIGHT_REVERTS;
}
