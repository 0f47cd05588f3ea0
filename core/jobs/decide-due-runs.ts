import { ACTORS } from '../actors.ts';
import type { Job, JobRun } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, findMany, put } from '../store/record-type.ts';
import { JobRuns } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import { giveUpOthers } from './give-up-run.ts';
import { newRun } from './new-run.ts';
import { dueTicks, type PlannedRun, planRuns } from './plan-runs.ts';
import { pruneRuns } from './prune-runs.ts';
import { jobAfterRun } from './record-run.ts';
import { RUN_ACTIONS, runAudit, runEvent } from './run-audit.ts';
import { loadRunFacts, type ProgramSpending } from './run-facts.ts';

/** Runs that one commit records; each takes a write, an audit entry and an event. */
const CHUNK = 20;

/** Which job is looked at, in whose course. */
export interface JobWork {
  readonly job: string;
  readonly correlationId: string;
  /** What programs have spent on jobs, where many jobs are looked at together. */
  readonly spent?: ProgramSpending;
}

/**
 * Decides on every tick of a job that has come: which run, which do not and why. Each decision is a run that can be
 * seen. Idempotent: a tick has one run, and what is decided is never decided again, however often and late it is asked.
 */
export async function decideDueRuns(ports: Ports, work: JobWork): Promise<void> {
  const decided = await retryOnConflict(() => decide(ports, work));
  if (decided) await pruneRuns(ports, work.job);
}

async function decide(ports: Ports, work: JobWork): Promise<boolean> {
  const now = ports.clock.now().toISOString();
  const job = await find(ports.store, Jobs, work.job);
  if (!job || job.status === 'RETIRED') return false;
  const ticks = dueTicks(job, now);
  if (ticks.length === 0) return false;
  const planned = planRuns(job, ticks, await loadRunFacts(ports, job, work.spent));
  const startsOne = planned.some(({ status }) => status === 'SCHEDULED');
  if (startsOne && job.spec.concurrencyPolicy === 'Replace') await giveUpOthers(ports, job, work);
  await record(ports, { work, now, planned: planned.slice(-job.spec.history) });
  return true;
}

/** Records decisions in order, a chunk a commit; after a crash the next look goes on where the last commit ended. */
async function record(
  ports: Ports,
  {
    work,
    now,
    planned,
  }: { readonly work: JobWork; readonly now: string; readonly planned: readonly PlannedRun[] },
): Promise<void> {
  for (let from = 0; from < planned.length; from += CHUNK) {
    const chunk = planned.slice(from, from + CHUNK);
    const isLast = from + CHUNK >= planned.length;
    const decidedUpTo = isLast ? now : (chunk.at(-1)?.tick.utc ?? now);
    const job = await find(ports.store, Jobs, work.job);
    if (job) await recordChunk(ports, job, { work, chunk, now, decidedUpTo });
  }
}

async function recordChunk(
  ports: Ports,
  job: Job,
  of: {
    readonly work: JobWork;
    readonly chunk: readonly PlannedRun[];
    readonly now: string;
    readonly decidedUpTo: string;
  },
): Promise<void> {
  const { work, chunk, now, decidedUpTo } = of;
  const runs = await unknownOf(
    ports,
    chunk.map((one) => newRun(one, { job: job.name, startedBy: ACTORS.clock.sub, at: now })),
  );
  const after = runs.reduce((known, run) => jobAfterRun(known, undefined, run, now) ?? known, job);
  const news = runs.map((run) => ({
    job,
    run,
    action: RUN_ACTIONS[run.status],
    actor: ACTORS.clock,
    correlationId: work.correlationId,
  }));
  await ports.store.commit({
    writes: [
      put(Jobs, { ...after, decidedUpTo, version: job.version + 1 }),
      ...runs.map((run) => put(JobRuns, run)),
    ],
    audit: news.map((one) => runAudit(ports, one)),
    events: news.filter(({ run }) => run.status === 'SCHEDULED').map((one) => runEvent(ports, one)),
  });
}

/** The runs that are not recorded yet: a tick that somebody backfilled keeps the run it has. */
async function unknownOf({ store }: Ports, runs: readonly JobRun[]): Promise<readonly JobRun[]> {
  const known = new Set((await findMany(store, JobRuns, runs)).map(({ id }) => id));
  return runs.filter(({ id }) => !known.has(id));
}
