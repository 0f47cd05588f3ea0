import { ACTORS } from '../actors.ts';
import type { Job, JobRun } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { find, list } from '../store/record-type.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes } from '../store/records/changes.ts';
import { JobRuns, runsOf } from '../store/records/job-runs.ts';
import type { RunFacts } from './plan-runs.ts';
import { estimateRunMicroUsd, roomMicroUsd } from './run-cost.ts';

/** Runs that the estimate of the next one is made of. */
const RECENT = 10;

/** Reads what the decision about a run needs to know. Reads only. */
export async function loadRunFacts(ports: Ports, job: Job): Promise<RunFacts> {
  const now = ports.clock.now().toISOString();
  const recent = await recentRuns(ports, job);
  return {
    now,
    busy: job.openRunIds.length > 0,
    estimateMicroUsd: estimateRunMicroUsd(job, recent, { prices: ports.prices.current() }),
    roomMicroUsd: roomMicroUsd(job, now),
    denied: await denialOf(ports, job),
  };
}

async function recentRuns({ store }: Ports, job: Job): Promise<readonly JobRun[]> {
  return (await list(store, JobRuns, { ...runsOf(job.name), limit: RECENT })).items;
}

/**
 * Why policy forbids the job as it stands; undefined: it does not. A review that policy asks for was made when people
 * approved the job; one that nobody made forbids it.
 */
async function denialOf({ store, admission }: Ports, job: Job): Promise<string | undefined> {
  const [change, budget] = await Promise.all([
    find(store, Changes, job.lastChangeId),
    find(store, Budgets, job.program),
  ]);
  const requester = change?.requestedBy ?? ACTORS.clock;
  const verdict = await admission.verdict({
    kind: 'job',
    program: job.program,
    requestedBy: requester.sub,
    requesterKind: requester.kind,
    target: { kind: 'job', name: job.name },
    intent: { kind: 'job', spec: job.spec, retire: false },
    spec: undefined,
    bounds: undefined,
    ceilingAfterMicroUsd: 0,
    ceilingDeltaMicroUsd: 0,
    committedAfterMicroUsd: budget?.committedMicroUsd ?? 0,
  });
  if (verdict.status === 'approved') return undefined;
  const reviewed = verdict.status === 'needs manual review' && change?.approvalId !== undefined;
  return reviewed ? undefined : (verdict.clause ?? verdict.policy);
}
