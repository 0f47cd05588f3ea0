import { expireDue } from './approvals/expire-due.ts';
import { sweepChanges } from './changes/sweep-changes.ts';
import type { Ports } from './ports.ts';
import { evaluateScaling } from './scaling/evaluate-scaling.ts';
import { syncAlarms } from './scaling/sync-alarms.ts';
import { isolated, type TickParts } from './tick-parts.ts';

/** Expiries and time boxes, alarms that last: what only looks at the platform's alarms and metrics. */
export const RECORD_PARTS = {
  'tick.expire': (ports) => expireDue(ports),
  'tick.sweep': sweepChanges,
  'tick.scale': scaleAlarming,
} as const satisfies TickParts;

/** Alarms tell only when they change; while one lasts, the tick asks again. */
async function scaleAlarming(ports: Ports, correlationId: string): Promise<void> {
  for (const service of await syncAlarms(ports)) {
    await isolated(ports, 'tick.scale', () =>
      evaluateScaling(ports, { service, trigger: 'tick', correlationId }),
    );
  }
}
