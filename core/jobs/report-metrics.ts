import { auditDraft } from '../audit/audit-draft.ts';
import type { Actor } from '../contract/identity.ts';
import type { JobRun } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { mustFindJob, mustFindRun } from './load-run.ts';
import { recordRun } from './record-run.ts';
import { subjectOfRun } from './run-id.ts';

/** What a run reports of itself, and who says so. */
export interface RunReport {
  readonly job: string;
  readonly id: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly actor: Actor;
  readonly correlationId: string;
}

type ReportPorts = Pick<Ports, 'store' | 'ids' | 'clock'>;

/** Names that a run may report in all. */
const MOST_METRICS = 100;

/**
 * Notes what a running job reports of itself; the newest value of a name counts. The same report again alters nothing.
 * @throws OpsError `job.not_found`, `run.not_found`, `run.illegal_state` for a run that is not under way,
 *   `request.forbidden` (audited) for the token of another run, `request.invalid` for too many names.
 */
export async function reportRunMetrics(ports: ReportPorts, report: RunReport): Promise<JobRun> {
  return retryOnConflict(async () => {
    const run = await mustFindRun(ports.store, report);
    await refuseStranger(ports, run, report);
    const metrics = { ...run.metrics, ...report.metrics };
    if (isSame(metrics, run.metrics)) return run;
    if (run.status !== 'STARTING' && run.status !== 'RUNNING') throw notUnderWay(run);
    if (Object.keys(metrics).length > MOST_METRICS) throw tooMany();
    const job = await mustFindJob(ports.store, run.job);
    const { actor, correlationId } = report;
    const after = { ...run, metrics, version: run.version + 1 };
    return recordRun(ports, { job, before: run, after, actor, correlationId, action: 'run.reported' });
  });
}

/** The token of a task speaks for its own run alone. */
async function refuseStranger(
  ports: ReportPorts,
  run: JobRun,
  { actor, correlationId }: RunReport,
): Promise<void> {
  if (actor.kind !== 'task' || actor.sub === subjectOfRun(run)) return;
  const entry = auditDraft(ports, {
    stream: 'access',
    actor,
    action: 'access.denied',
    target: run.job,
    outcome: 'denied',
    correlationId,
    reason: `${actor.sub} reported for another run`,
    detail: { runId: run.id },
  });
  await ports.store.commit({ writes: [], audit: [entry], events: [] });
  throw new OpsError('request.forbidden', `${actor.sub} may not report for this run.`, {
    remedy: 'Use the token that the task of this very run was given.',
    params: { job: run.job, runId: run.id },
  });
}

function isSame(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function notUnderWay({ id, job, status }: JobRun): OpsError {
  return new OpsError('run.illegal_state', `The run is ${status}; it reports nothing now.`, {
    remedy: 'Report while the run is STARTING or RUNNING.',
    params: { job, runId: id, status },
  });
}

function tooMany(): OpsError {
  const remedy = `report at most ${MOST_METRICS} names in all`;
  return new OpsError('request.invalid', `A run reports at most ${MOST_METRICS} metrics.`, {
    remedy,
    errors: [{ field: 'metrics', problem: 'has too many names', remedy }],
  });
}
