import type { Attempt, Job, JobRun } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find } from '../store/record-type.ts';
import { JobRuns } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import { decideRun, type RunView, workDone } from './decide-run.ts';
import { recordRun } from './record-run.ts';
import { roomMicroUsd, runCostMicroUsd } from './run-cost.ts';
import { clientTokenOf } from './run-id.ts';

/** Which run is advanced, in whose course. */
export interface RunWork {
  readonly job: string;
  readonly id: string;
  readonly correlationId: string;
}

/** More steps than any run takes at once. */
const MOST_STEPS = 12;

/**
 * Takes a run as far as it can go now: starts it, looks at its task, retries, times out, ends it. Level-triggered and
 * idempotent: every step reads what is recorded and what the platform shows, records, then acts.
 */
export async function advanceRun(ports: Ports, work: RunWork): Promise<void> {
  let mine = 0;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const done = await retryOnConflict(() => step(ports, work, mine));
    if (done.kind === 'rest') return;
    if (done.kind === 'work') await doWork(ports, work, done);
    else mine = done.mine;
  }
}

type Done =
  | { readonly kind: 'rest' }
  | { readonly kind: 'on'; readonly mine: number }
  | { readonly kind: 'work'; readonly job: Job; readonly attempt: Attempt };

const REST = { kind: 'rest' } as const;

async function step(ports: Ports, work: RunWork, mine: number): Promise<Done> {
  const loaded = await load(ports, work);
  if (!loaded) return REST;
  const { job, run } = loaded;
  const view = await viewOf(ports, loaded, mine);
  const next = decideRun(run, view);
  switch (next.do) {
    case 'nothing':
      return REST;
    case 'record':
      await recordRun(ports, {
        job,
        before: run,
        after: next.run,
        correlationId: work.correlationId,
        ...(next.quietly && { action: undefined }),
      });
      return { kind: 'on', mine: next.run.status === 'STARTING' ? next.run.attempts.length : mine };
    case 'start-task':
      return startTask(ports, { ...loaded, attempt: next.attempt, mine, work });
    case 'stop-task':
      await stopTask(ports, loaded, next.taskId);
      return REST;
    case 'work':
      return { kind: 'work', job, attempt: next.attempt };
  }
}

interface Loaded {
  readonly job: Job;
  readonly run: JobRun;
}

async function load({ store }: Ports, { job: name, id }: RunWork): Promise<Loaded | undefined> {
  const job = await find(store, Jobs, name);
  const run = await find(store, JobRuns, { job: name, id });
  return job && run && { job, run };
}

async function viewOf(ports: Ports, { job, run }: Loaded, mine: number): Promise<RunView> {
  const now = ports.clock.now().toISOString();
  const prices = ports.prices.current();
  const room = roomMicroUsd(job, now);
  return {
    job,
    now,
    prices,
    seen: await seenTask(ports, run),
    mine: mine > 0 && mine === run.attempts.length,
    runsBuiltins: ports.tasks.runsBuiltins,
    affords: (memoryMiB) => {
      const size = { cpuUnits: job.spec.cpuUnits, memoryMiB };
      return room === undefined || runCostMicroUsd(size, job.spec.timeoutSec, prices) <= room;
    },
  };
}

/** What the platform shows of the last attempt. A platform that does not answer is not a task that is gone. */
async function seenTask({ tasks, log }: Ports, run: JobRun): Promise<RunView['seen']> {
  const attempt = run.attempts.at(-1);
  if (!attempt || attempt.endedAt !== undefined) return { kind: 'none' };
  try {
    const taskId = attempt.taskId ?? (await tasks.find(clientTokenOf(run.id, attempt.number)));
    return taskId === undefined ? { kind: 'none' } : (await tasks.observe([taskId]))[0];
  } catch (error) {
    if (!OpsError.is(error, 'platform.unavailable')) throw error;
    log.warn('run.unobserved', { job: run.job, runId: run.id });
    return undefined;
  }
}

async function startTask(
  ports: Ports,
  of: Loaded & { readonly attempt: Attempt; readonly mine: number; readonly work: RunWork },
): Promise<Done> {
  const { job, run, attempt, mine, work } = of;
  try {
    const { taskId } = await ports.tasks.run(taskOf(job, run, attempt));
    const attempts = [...run.attempts.slice(0, -1), { ...attempt, taskId }];
    const after = { ...run, attempts, version: run.version + 1 };
    await recordRun(ports, { job, before: run, after, correlationId: work.correlationId, action: undefined });
    return { kind: 'on', mine };
  } catch (error) {
    if (!OpsError.is(error, 'platform.unavailable')) throw error;
    ports.log.warn('run.no-room', { job: job.name, runId: run.id, attempt: attempt.number });
    return REST;
  }
}

function taskOf({ name, spec, lastChangeId }: Job, run: JobRun, attempt: Attempt) {
  const { command, environment, secrets } = spec;
  return {
    clientToken: clientTokenOf(run.id, attempt.number),
    job: name,
    runId: run.id,
    attempt: attempt.number,
    image: spec.image ?? '',
    ...(spec.builtin !== undefined && { builtin: spec.builtin }),
    command,
    cpuUnits: attempt.cpuUnits,
    memoryMiB: attempt.memoryMiB,
    environment: { ...environment, HMS_JOB: name, HMS_RUN_ID: run.id, HMS_TICK: run.tick },
    secrets,
    cause: { actor: run.startedBy, changeId: lastChangeId },
  };
}

async function stopTask({ tasks, log }: Ports, { job, run }: Loaded, taskId: string): Promise<void> {
  try {
    const cause = { actor: run.startedBy, changeId: job.lastChangeId };
    await tasks.stop({ taskId, job: job.name, reason: run.statusReason, cause });
  } catch (error) {
    if (!OpsError.is(error, 'platform.unavailable')) throw error;
    log.warn('run.not-stopped', { job: job.name, runId: run.id });
  }
}

/** Does the work of a builtin once; how it went is recorded unless the run has moved on meanwhile. */
async function doWork(
  ports: Ports,
  work: RunWork,
  { job, attempt }: { readonly job: Job; readonly attempt: Attempt },
): Promise<void> {
  const outcome = await outcomeOf(ports, work, job);
  await retryOnConflict(async () => {
    const loaded = await load(ports, work);
    if (loaded?.run.status !== 'STARTING' || loaded.run.attempts.length !== attempt.number) return;
    const after = workDone(loaded.run, outcome, await viewOf(ports, loaded, attempt.number));
    await recordRun(ports, { ...loaded, before: loaded.run, after, correlationId: work.correlationId });
  });
}

async function outcomeOf(ports: Ports, work: RunWork, job: Job): Promise<Parameters<typeof workDone>[1]> {
  const builtin = job.spec.builtin && ports.builtins?.[job.spec.builtin];
  if (!builtin) return { failure: { stopReason: `The builtin ${job.spec.builtin} is not available.` } };
  try {
    return { metrics: await builtin(ports, { runId: work.id, correlationId: work.correlationId }) };
  } catch (error) {
    const cause = OpsError.is(error, 'platform.unavailable') ? 'infra' : 'error';
    ports.log.error('run.failed', { job: job.name, runId: work.id, error: String(error) });
    const stopReason = OpsError.is(error) ? error.message : 'The work ended with an error of its own.';
    return { failure: { cause, stopReason } };
  }
}
