import { expireDue } from './approvals/expire-due.ts';
import { anchorAudit } from './audit/anchor-audit.ts';
import { sweepChanges } from './changes/sweep-changes.ts';
import { reconcileAll } from './fleet/reconcile-all.ts';
import { runJobs } from './jobs/run-jobs.ts';
import { followProposals } from './optimizer/follow-proposals.ts';
import { rollOutPolicies } from './policy/roll-out.ts';
import type { Ports } from './ports.ts';
import { evaluateScaling } from './scaling/evaluate-scaling.ts';
import { syncAlarms } from './scaling/sync-alarms.ts';

/** How often the tick comes, in seconds: what a lost event costs at most. */
export const TICK_SEC = 60;

/** A part of the tick: what it does is due whether or not an event said so. */
export type TickPart = (ports: Ports, correlationId: string) => Promise<unknown>;

/** Expiries and time boxes, alarms that last, the audit anchor: what never touches the platform. */
export const RECORD_PARTS = {
  'tick.expire': (ports) => expireDue(ports),
  'tick.sweep': sweepChanges,
  'tick.scale': scaleAlarming,
} as const satisfies Readonly<Record<string, TickPart>>;

/** Services that are not at rest, runs, roll-outs, proposals: what looks at the platform. */
export const PLATFORM_PARTS = {
  'tick.jobs': (ports, correlationId) => runJobs(ports, correlationId),
  'tick.reconcile': (ports, correlationId) => reconcileAll(ports, correlationId),
  'tick.policies': rollOutPolicies,
  'tick.verify': followProposals,
} as const satisfies Readonly<Record<string, TickPart>>;

/** Every part, in the order in which one process does them. */
const ALL_PARTS: Readonly<Record<string, TickPart>> = {
  'tick.expire': RECORD_PARTS['tick.expire'],
  'tick.sweep': RECORD_PARTS['tick.sweep'],
  'tick.jobs': PLATFORM_PARTS['tick.jobs'],
  'tick.scale': RECORD_PARTS['tick.scale'],
  'tick.reconcile': PLATFORM_PARTS['tick.reconcile'],
  'tick.policies': PLATFORM_PARTS['tick.policies'],
  'tick.verify': PLATFORM_PARTS['tick.verify'],
  'tick.anchor': (ports) => anchorAudit(ports),
};

/**
 * Does everything that is due, whether or not an event said so, or the `parts` of it that are this worker's. A part
 * that fails is logged and the others still run; what it left comes again with the next tick.
 */
export async function tick(
  ports: Ports,
  parts: Readonly<Record<string, TickPart>> = ALL_PARTS,
): Promise<void> {
  const correlationId = `tick-${ports.ids.next()}`;
  for (const [name, part] of Object.entries(parts))
    await isolated(ports, name, () => part(ports, correlationId));
}

async function isolated(ports: Ports, name: string, part: () => Promise<unknown>): Promise<void> {
  try {
    await part();
  } catch (error) {
    ports.log.error('tick.failed', {
      part: name,
      error: error instanceof Error ? error.stack : String(error),
    });
  }
}

/** Alarms tell only when they change; while one lasts, the tick asks again. */
async function scaleAlarming(ports: Ports, correlationId: string): Promise<void> {
  for (const service of await syncAlarms(ports)) {
    await isolated(ports, 'tick.scale', () =>
      evaluateScaling(ports, { service, trigger: 'tick', correlationId }),
    );
  }
}
