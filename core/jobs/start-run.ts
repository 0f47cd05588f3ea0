import type { Actor } from '../contract/identity.ts';
import type { Job, JobRun, RunStatus } from '../contract/job.ts';
import { digestOf } from '../digest.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { JobRuns } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import { giveUpOthers } from './give-up-run.ts';
import { mustFindJob } from './load-run.ts';
import { newRun } from './new-run.ts';
import { admitRun, type PlannedRun } from './plan-runs.ts';
import { jobAfterRun } from './record-run.ts';
import { RUN_ACTIONS, runAudit, runEvent } from './run-audit.ts';
import { loadRunFacts } from './run-facts.ts';
import { runIdOf } from './run-id.ts';
import { nextTicks, type Tick, tickAt } from './schedule.ts';

/** Who wants which run, and why. */
export interface RunWish {
  readonly job: string;
  /** The local time of a past tick; absent: run now. */
  readonly backfillTick?: string | undefined;
  readonly reason: string;
  readonly actor: Actor;
  /** The same key of the same person is the same run, whatever crashed in between. */
  readonly idempotencyKey?: string | undefined;
  readonly correlationId: string;
}

/** What a backfill may set going again. */
const NEVER_BEGAN: readonly RunStatus[] = [
  'MISSED',
  'SKIPPED_OVERLAP',
  'SKIPPED_SUSPENDED',
  'BLOCKED_BUDGET',
  'BLOCKED_POLICY',
];

/**
 * Records a run that somebody asked for: now, or for a past tick that never ran. It passes the gates of every run; what
 * budget or policy blocks is recorded as blocked. Backfills of a job wait for each other. Nothing starts here: the event
 * and the tick start it.
 * @throws OpsError `job.not_found`, `job.illegal_state` (retired, or busy and not to overlap), `request.invalid` for a
 *   time that is no past tick, `run.illegal_state` for a tick whose run began and ended otherwise.
 */
export function startRun(ports: Ports, wish: RunWish): Promise<JobRun> {
  return retryOnConflict(async () => {
    const job = await mustFindJob(ports.store, wish.job);
    const now = ports.clock.now().toISOString();
    const tick =
      wish.backfillTick === undefined ? tickOfNow(ports, job, wish) : pastTick(job, wish.backfillTick, now);
    const known = await find(ports.store, JobRuns, { job: job.name, id: runIdOf(job.name, tick) });
    if (known && !NEVER_BEGAN.includes(known.status)) return asItIs(known);
    if (known && wish.backfillTick === undefined) return known;
    refuseRetired(job);
    return record(ports, { job, now, wish, known, planned: await planned(ports, { job, tick, wish }) });
  });
}

function asItIs(run: JobRun): JobRun {
  if (run.status === 'SUCCEEDED' || run.endedAt === undefined) return run;
  throw new OpsError(
    'run.illegal_state',
    `The run of ${run.tick} is ${run.status} already; a tick has one run.`,
    {
      remedy: 'Run the job now instead: leave backfillTick out.',
      params: { job: run.job, runId: run.id, status: run.status },
    },
  );
}

async function planned(
  ports: Ports,
  { job, tick, wish }: { readonly job: Job; readonly tick: Tick; readonly wish: RunWish },
): Promise<PlannedRun> {
  const facts = await loadRunFacts(ports, job);
  const isBackfill = wish.backfillTick !== undefined;
  const answer = admitRun(job, isBackfill ? { ...facts, busy: false } : facts);
  if (answer.status === 'SKIPPED_OVERLAP') throw busy(job);
  const reason = answer.status === 'SCHEDULED' ? `Waits to be started: ${wish.reason}` : answer.reason;
  return { tick, trigger: isBackfill ? 'backfill' : 'manual', status: answer.status, reason };
}

async function record(
  ports: Ports,
  of: {
    readonly job: Job;
    readonly now: string;
    readonly wish: RunWish;
    readonly known: JobRun | undefined;
    readonly planned: PlannedRun;
  },
): Promise<JobRun> {
  const { wish, known, now } = of;
  if (of.job.spec.concurrencyPolicy === 'Replace' && of.planned.status === 'SCHEDULED')
    await giveUpOthers(ports, of.job, wish);
  const job = await mustFindJob(ports.store, wish.job);
  const fresh = newRun(of.planned, { job: job.name, startedBy: wish.actor.sub, at: now });
  const run = { ...fresh, version: (known?.version ?? 0) + 1 };
  const after = jobAfterRun(job, known, run, now);
  const news = {
    job,
    run,
    action: RUN_ACTIONS[run.status],
    actor: wish.actor,
    correlationId: wish.correlationId,
  };
  await ports.store.commit({
    writes: [put(JobRuns, run), ...(after ? [put(Jobs, after)] : [])],
    audit: [runAudit(ports, news)],
    events: [runEvent(ports, news)],
  });
  return run;
}

/** A run that people start has a word of its own for a tick. */
function tickOfNow({ ids, clock }: Ports, job: Job, { actor, idempotencyKey }: RunWish): Tick {
  const word = idempotencyKey === undefined ? ids.next() : digestOf([actor.sub, idempotencyKey]).slice(0, 26);
  return { local: `manual-${word}`, timeZone: job.spec.timeZone, utc: clock.now().toISOString() };
}

function pastTick({ spec }: Job, local: string, now: string): Tick {
  const tick = tickAt(spec, local);
  if (tick && Date.parse(tick.utc) <= Date.parse(now)) return tick;
  const problem = tick ? 'has not come yet' : `is no tick of "${spec.schedule}" in ${spec.timeZone}`;
  const [next] = nextTicks(spec, now, 1);
  const remedy = next ? `name a past tick; the next one is ${next.local}` : 'leave it out to run the job now';
  throw new OpsError('request.invalid', `${local} ${problem}.`, {
    remedy: `backfillTick: ${remedy}.`,
    errors: [{ field: 'backfillTick', problem, remedy }],
  });
}

function refuseRetired({ name, status }: Job): void {
  if (status !== 'RETIRED') return;
  throw new OpsError('job.illegal_state', `${name} is retired.`, {
    remedy: 'Schedule the job again with POST /api/v1/jobs, then run it.',
    params: { job: name, status },
  });
}

function busy({ name, openRunIds }: Job): OpsError {
  return new OpsError('job.illegal_state', `A run of ${name} is not over, and its runs may not overlap.`, {
    remedy: 'Wait for it, cancel it, or set concurrencyPolicy to Allow or Replace.',
    params: { job: name, runId: openRunIds[0] },
  });
}
