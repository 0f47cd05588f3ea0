import { ACTORS } from '../actors.ts';
import { approvedMicroUsd } from '../budget/envelope.ts';
import type { Job, JobRun } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { each, find, list } from '../store/record-type.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes } from '../store/records/changes.ts';
import { JobRuns, runsOf } from '../store/records/job-runs.ts';
import { Jobs, liveJobs } from '../store/records/jobs.ts';
import type { Store } from '../store/store.ts';
import type { RunFacts } from './plan-runs.ts';
import { estimateRunMicroUsd, roomMicroUsd, spentThisMonth } from './run-cost.ts';

/** Runs that the estimate of the next one is made of. */
const RECENT = 10;

/** Reads what the decision about a run needs to know. Reads only. */
export async function loadRunFacts(
  ports: Ports,
  job: Job,
  spent: ProgramSpending = programSpending(ports),
): Promise<RunFacts> {
  const now = ports.clock.now().toISOString();
  const recent = await recentRuns(ports, job);
  return {
    now,
    busy: job.openRunIds.length > 0,
    estimateMicroUsd: estimateRunMicroUsd(job, recent, { prices: ports.prices.current() }),
    roomMicroUsd: Math.min(
      roomMicroUsd(job, now) ?? Number.POSITIVE_INFINITY,
      await programRoom(ports, job, spent),
    ),
    denied: await denialOf(ports, job),
  };
}

async function recentRuns({ store }: Ports, job: Job): Promise<readonly JobRun[]> {
  return (await list(store, JobRuns, { ...runsOf(job.name), limit: RECENT })).items;
}

/** What the jobs of a program have cost this month, in micro-dollars. */
export type ProgramSpending = (program: string) => Promise<number>;

/** Adds up what jobs have cost this month, by program, when it is first asked; later answers are that old. */
export function programSpending({ store, clock }: Pick<Ports, 'store' | 'clock'>): ProgramSpending {
  let sums: Promise<ReadonlyMap<string, number>> | undefined;
  return async (program) => {
    sums ??= addUp(store, clock.now().toISOString());
    return (await sums).get(program) ?? 0;
  };
}

async function addUp(store: Store, now: string): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for await (const job of each(store, Jobs, liveJobs))
    sums.set(job.program, (sums.get(job.program) ?? 0) + spentThisMonth(job, now));
  return sums;
}

/**
 * What the program's budget leaves to jobs this month: what is approved, less the ceilings of its services, less what
 * its jobs have cost. A program without a budget leaves nothing.
 */
async function programRoom({ store }: Ports, { program }: Job, spent: ProgramSpending): Promise<number> {
  const budget = await find(store, Budgets, program);
  return budget ? approvedMicroUsd(budget) - budget.committedMicroUsd - (await spent(program)) : 0;
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
