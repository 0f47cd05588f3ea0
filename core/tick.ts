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

/**
 * Does everything that is due, whether or not an event said so: expiries, time boxes, approved Changes that nobody
 * executed, alarms that last, services that are not at rest, the audit anchor. A part that fails is logged and the
 * others still run; what it left comes again with the next tick.
 */
export async function tick(ports: Ports): Promise<void> {
  const correlationId = `tick-${ports.ids.next()}`;
  const parts: Readonly<Record<string, () => Promise<unknown>>> = {
    'tick.expire': () => expireDue(ports),
    'tick.sweep': () => sweepChanges(ports, correlationId),
    'tick.jobs': () => runJobs(ports, correlationId),
    'tick.scale': () => scaleAlarming(ports, correlationId),
    'tick.reconcile': () => reconcileAll(ports, correlationId),
    'tick.policies': () => rollOutPolicies(ports, correlationId),
    'tick.verify': () => followProposals(ports, correlationId),
    'tick.anchor': () => anchorAudit(ports),
  };
  for (const [name, part] of Object.entries(parts)) await isolated(ports, name, part);
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
