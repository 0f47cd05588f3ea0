import type { Ports } from '../ports.ts';
import { MS } from '../units.ts';
import { wallTimeMs } from '../wall-clock.ts';

/**
 * The hours, by the clocks of the environment's time zone, in which reductions are applied by themselves: around the nightly
 * job's own `0 2 * * *`. From (included) to (excluded).
 */
const WINDOW = { fromHour: 1, toHour: 5 } as const;

/** Whether it is night where the environment is. */
export function isMaintenanceTime({ clock, settings }: Pick<Ports, 'clock' | 'settings'>): boolean {
  const wallMs = wallTimeMs(clock.now().getTime(), settings.timeZone);
  const hour = Math.floor((wallMs % MS.day) / MS.hour);
  return hour >= WINDOW.fromHour && hour < WINDOW.toHour;
}
