import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { EventName, OpsEvent } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { Job, JobRun, RunStatus } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import type { AuditDraft } from '../store/store.ts';

/** What the trail says when a run reaches a status. */
export const RUN_ACTIONS: Readonly<Record<RunStatus, EventName>> = {
  SCHEDULED: 'run.scheduled',
  STARTING: 'run.started',
  RUNNING: 'run.started',
  RETRY_WAIT: 'run.retried',
  SUCCEEDED: 'run.succeeded',
  FAILED: 'run.failed',
  TIMED_OUT: 'run.timed-out',
  CANCELLED: 'run.cancelled',
  LOST: 'run.lost',
  SKIPPED_OVERLAP: 'run.not-started',
  MISSED: 'run.not-started',
  BLOCKED_BUDGET: 'run.not-started',
  BLOCKED_POLICY: 'run.not-started',
  SKIPPED_SUSPENDED: 'run.not-started',
};

const FAILURES: readonly RunStatus[] = ['FAILED', 'TIMED_OUT', 'LOST', 'BLOCKED_BUDGET'];

/** Who did what to a run. */
export interface RunNews {
  readonly job: Pick<Job, 'name' | 'lastChangeId'>;
  readonly run: JobRun;
  readonly action: EventName;
  readonly actor: Actor;
  readonly correlationId: string;
}

/** What happened to a run, for the audit trail: in the stream of its job, under the Change that made the job so. */
export function runAudit(ports: Pick<Ports, 'ids' | 'clock'>, news: RunNews): AuditDraft {
  const { job, run, action, actor, correlationId } = news;
  return auditDraft(ports, {
    stream: `job/${job.name}`,
    actor,
    action,
    target: job.name,
    outcome: outcomeOf(run),
    changeId: job.lastChangeId,
    correlationId,
    reason: run.statusReason,
    detail: { runId: run.id, tick: run.tick, status: run.status, attempt: run.attempts.length },
  });
}

/** The same, for those who react. */
export function runEvent(
  ports: Pick<Ports, 'ids' | 'clock'>,
  { job, action, actor, correlationId }: RunNews,
): OpsEvent {
  return opsEvent(ports, { name: action, actor, correlationId, job: job.name, changeId: job.lastChangeId });
}

function outcomeOf({ status }: JobRun): AuditDraft['outcome'] {
  if (status === 'BLOCKED_POLICY') return 'denied';
  return FAILURES.includes(status) ? 'failed' : 'done';
}
