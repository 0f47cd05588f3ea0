import { anchorAudit } from './audit/anchor-audit.ts';
import { PLATFORM_PARTS } from './platform-parts.ts';
import type { Ports } from './ports.ts';
import { RECORD_PARTS } from './record-parts.ts';
import { doParts, type TickParts } from './tick-parts.ts';

/** How often the tick comes, in seconds: what a lost event costs at most. */
export const TICK_SEC = 60;

/** Every part, in the order in which one process does them. */
const ALL_PARTS: TickParts = {
  'tick.expire': RECORD_PARTS['tick.expire'],
  'tick.sweep': RECORD_PARTS['tick.sweep'],
  'tick.jobs': PLATFORM_PARTS['tick.jobs'],
  'tick.scale': RECORD_PARTS['tick.scale'],
  'tick.reconcile': PLATFORM_PARTS['tick.reconcile'],
  'tick.policies': PLATFORM_PARTS['tick.policies'],
  'tick.verify': PLATFORM_PARTS['tick.verify'],
  'tick.anchor': (ports) => anchorAudit(ports),
};

/** Does everything that is due, where one process does it all. */
export function tick(ports: Ports): Promise<void> {
  return doParts(ports, ALL_PARTS);
}
