import { ACTORS } from '../actors.ts';
import type { EventName } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { Job, JobRun, RunStatus } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { put } from '../store/record-type.ts';
import { isOver, JobRuns } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import { RUN_ACTIONS, runAudit, runEvent } from './run-audit.ts';
import { spentThisMonth } from './run-cost.ts';

/** A run in its next version, with who brought it there. */
export interface RunRecord {
  readonly job: Job;
  readonly before: JobRun;
  readonly after: JobRun;
  readonly correlationId: string;
  readonly actor?: Actor;
  /** What the trail says; by the status reached unless told. Undefined for bookkeeping: nothing is said. */
  readonly action?: EventName | undefined;
}

/**
 * Stores the next version of a run. When money was spent or the run came to its end, its job says so in the same
 * commit. @throws OpsError `store.conflict` when the run or the job changed meanwhile; nothing was stored then.
 */
export async function recordRun(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  record: RunRecord,
): Promise<JobRun> {
  const { job, after, before, correlationId, actor = ACTORS.clock } = record;
  const action = 'action' in record ? record.action : RUN_ACTIONS[after.status];
  const now = ports.clock.now().toISOString();
  const changed = jobAfterRun(job, before, after, now);
  const news = action && { job, run: after, action, actor, correlationId };
  await ports.store.commit({
    writes: [put(JobRuns, after), ...(changed ? [put(Jobs, changed)] : [])],
    audit: news ? [runAudit(ports, news)] : [],
    events: news ? [runEvent(ports, news)] : [],
  });
  return after;
}

/** What a run's step makes of its job: money, the list of runs that are not over, how the last one went. Pure. */
export function jobAfterRun(
  job: Job,
  before: JobRun | undefined,
  after: JobRun,
  now: string,
): Job | undefined {
  const spentMicroUsd = after.costMicroUsd - (before?.costMicroUsd ?? 0);
  const listed = job.openRunIds.includes(after.id);
  const over = isOver(after);
  const known = over ? before !== undefined && !listed : listed;
  if (known && spentMicroUsd === 0) return undefined;
  const others = job.openRunIds.filter((id) => id !== after.id);
  return {
    ...job,
    openRunIds: over ? others : listed ? job.openRunIds : [...others, after.id],
    spent: { month: now.slice(0, 7), microUsd: spentThisMonth(job, now) + spentMicroUsd },
    ...(over && !UNREMARKABLE.includes(after.status) && { lastEnded: endingOf(after, now) }),
    version: job.version + 1,
  };
}

/** Ticks that were left out on purpose say nothing about how the job fares. */
const UNREMARKABLE: readonly RunStatus[] = ['SKIPPED_OVERLAP', 'SKIPPED_SUSPENDED'];

function endingOf({ id, tick, status, statusReason, endedAt }: JobRun, now: string): Job['lastEnded'] {
  return { runId: id, tick, status, reason: statusReason, at: endedAt ?? now };
}
