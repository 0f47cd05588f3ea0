import type { Approval } from '../../contract/approval.ts';
import type { Incident } from '../../contract/home.ts';
import type { Job } from '../../contract/job.ts';
import type { ServiceStatus } from '../../contract/lifecycle.ts';
import type { PolicyVersion } from '../../contract/policy.ts';
import type { Drift, Service } from '../../contract/service.ts';
import { isLate } from '../../jobs/job-view.ts';
import { healthOf } from '../../monitoring/health.ts';
import { isBefore } from '../../units.ts';
import { policyIncidents } from './policy-incidents.ts';

/** What the incidents of the home page are found in. */
export interface IncidentFacts {
  readonly services: readonly Service[];
  /** Approvals that are open. */
  readonly approvals: readonly Approval[];
  readonly jobs?: readonly Job[];
  /** Policy versions in force or on their way. */
  readonly policies?: readonly PolicyVersion[];
  readonly now: string;
}

/** What is wrong now: critical before warning, then what is wrong longest. Pure. */
export function incidentsOf({
  services,
  approvals,
  jobs = [],
  policies = [],
  now,
}: IncidentFacts): readonly Incident[] {
  const incidents = [
    ...services.flatMap(statusIncident),
    ...services.flatMap((service) => healthIncident(service, now)),
    ...services.flatMap((service) => service.drift.map((drift) => driftIncident(service, drift))),
    ...approvals.filter(({ kind, expiresAt }) => kind === 'review' && isBefore(expiresAt, now)).map(overdue),
    ...jobs.flatMap((job) => jobIncident(job, now)),
    ...policyIncidents(policies),
  ];
  return incidents.sort(byWeight);
}

function byWeight(a: Incident, b: Incident): number {
  if (a.severity !== b.severity) return a.severity === 'critical' ? -1 : 1;
  return Date.parse(a.since) - Date.parse(b.since);
}

/** The statuses that are an incident, and what to do about each. */
const WRONG: Readonly<
  Partial<Record<ServiceStatus, Pick<Incident, 'kind' | 'severity' | 'next'> & { readonly words: string }>>
> = {
  FAILED: {
    kind: 'deployment',
    severity: 'critical',
    words: 'has failed',
    next: 'Read the cause in its timeline, mend it, and deploy again.',
  },
  DEGRADED: {
    kind: 'health',
    severity: 'critical',
    words: 'is degraded',
    next: 'Look at its metrics and its timeline.',
  },
  ROLLING_BACK: {
    kind: 'deployment',
    severity: 'warning',
    words: 'is being rolled back',
    next: 'Nothing has to be done; the old version keeps running.',
  },
  BLOCKED: {
    kind: 'blocked',
    severity: 'warning',
    words: 'is blocked',
    next: 'Answer the approval it waits for.',
  },
};

function statusIncident({ name, status, statusReason, updatedAt }: Service): readonly Incident[] {
  const wrong = WRONG[status];
  if (!wrong) return [];
  const { words, ...rest } = wrong;
  return [{ ...rest, service: name, title: `${name} ${words}`, detail: statusReason, since: updatedAt }];
}

/** A service whose status is fine and whose users still suffer. */
function healthIncident(service: Service, now: string): readonly Incident[] {
  const { state, because } = healthOf(service, new Date(now));
  if (service.status !== 'HEALTHY' || state !== 'critical') return [];
  const { name, alarmsAt, scaling, updatedAt } = service;
  const next = scaling.openRaiseChangeId
    ? 'Answer the request for more room, or lower the load.'
    : 'Look at its metrics and its decisions.';
  const since = scaling.atLimitSince ?? Object.values(alarmsAt ?? {}).sort()[0] ?? updatedAt;
  return [
    {
      kind: 'health',
      severity: 'critical',
      service: name,
      title: `${name} is not well`,
      detail: because,
      since,
      next,
    },
  ];
}

function driftIncident({ name }: Service, { field, expected, actual, actor, since, fight }: Drift): Incident {
  return {
    kind: fight ? 'drift-fight' : 'drift',
    severity: fight ? 'critical' : 'warning',
    service: name,
    title: fight ? `Two actors keep undoing each other on ${name}` : `${name} was altered from outside`,
    detail: `${field} should be ${expected} and is ${actual}; set by ${actor}.`,
    since,
    next: 'Revert it or adopt it on the page of the service.',
  };
}

/** How a job's last run may have ended so that somebody should look. */
const WENT_WRONG: Readonly<Record<string, string>> = {
  FAILED: 'The last run of {job} failed',
  TIMED_OUT: 'The last run of {job} took too long',
  LOST: 'The last run of {job} was lost',
  MISSED: 'A run of {job} was missed',
  BLOCKED_BUDGET: 'The budget of {job} is used up',
  BLOCKED_POLICY: 'Policy forbids {job}',
};

function jobIncident(job: Job, now: string): readonly Incident[] {
  const { name, spec, lastEnded, status } = job;
  const about = { kind: 'job', severity: 'warning', service: spec.targetService ?? name, job: name } as const;
  if (isLate(job, [], now)) {
    const title = `${name} is late`;
    const detail = 'A tick has come and nothing was decided about it.';
    return [
      { ...about, title, detail, since: job.decidedUpTo, next: 'Look whether the control plane ticks.' },
    ];
  }
  const words = lastEnded && WENT_WRONG[lastEnded.status];
  if (!words || status !== 'ACTIVE') return [];
  const next = 'Read why on the page of the job; mend it, then run it now or backfill the tick.';
  const { reason: detail, at: since } = lastEnded;
  return [{ ...about, title: words.replace('{job}', name), detail, since, next }];
}

function overdue({ service, because, expiresAt }: Approval): Incident {
  return {
    kind: 'review-overdue',
    severity: 'critical',
    service,
    title: `The review of a broken glass on ${service} is overdue`,
    detail: because.join(' '),
    since: expiresAt,
    next: 'A second person must sign the review.',
  };
}
