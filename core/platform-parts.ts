import type { SweepPart } from './contract/work.ts';
import { reconcileAll } from './fleet/reconcile-all.ts';
import { runJobs } from './jobs/run-jobs.ts';
import { followProposals } from './optimizer/follow-proposals.ts';
import { rollOutPolicies } from './policy/roll-out.ts';
import type { TickPart } from './tick-parts.ts';

/** Services that are not at rest, runs, roll-outs, proposals: what looks at the platform and alters it. */
export const PLATFORM_PARTS = {
  'tick.jobs': (ports, correlationId) => runJobs(ports, correlationId),
  'tick.reconcile': (ports, correlationId) => reconcileAll(ports, correlationId),
  'tick.policies': rollOutPolicies,
  'tick.verify': followProposals,
} as const satisfies Record<SweepPart, TickPart>;
