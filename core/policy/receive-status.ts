import { auditDraft } from '../audit/audit-draft.ts';
import type { Identity } from '../contract/identity.ts';
import type { OpaBundleStatus, OpaStatus } from '../contract/policy.ts';
import { Name } from '../contract/primitives.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import { TaskPolicies, type TaskStanding } from '../store/records/task-policies.ts';
import type { AuditDraft } from '../store/store.ts';
import { addSeconds } from '../units.ts';
import { numberIn, versionsById } from './policy-versions.ts';
import { refusePolicy } from './refuse-policy.ts';
import { type TaskIdentity, taskOf, taskSubject } from './task-identity.ts';

/** What a task said, and who it is by its token. */
export interface StatusReport {
  readonly identity: Identity;
  readonly status: OpaStatus;
  readonly correlationId: string;
}

/**
 * Takes what a task says of its bundles. Saying the same again writes nothing, save a sign of life every six hours.
 * An agent reports all its bundles at once: one that is no policy is passed over as long as another is one. Nothing is
 * stored of a report that is refused; the attempt is audited.
 * @throws OpsError `policy.unknown_task` for a task that does not run or speaks for another service,
 *   `policy.not_found` when none of its bundles is a policy.
 */
export async function receiveStatus(ports: Ports, report: StatusReport): Promise<void> {
  const task = taskOf(report.identity);
  await refuseStrangers(ports, task, report);
  const known = await knownPolicies(ports, report);
  for (const [name, status] of Object.entries(report.status.bundles))
    if (known.has(name)) await retryOnConflict(() => note(ports, { task, name, status, report }));
}

async function refuseStrangers(ports: Ports, task: TaskIdentity, report: StatusReport): Promise<void> {
  const claimed = report.status.labels['service'] ?? task.service;
  const service = await find(ports.store, Services, task.service);
  const runs = service !== undefined && (await isTaskOf(ports, task));
  if (runs && claimed === task.service) return;
  const reason = runs
    ? `A task of ${task.service} reported for ${claimed.slice(0, 40)}.`
    : `${task.service} runs no task ${task.taskId}.`;
  await refusePolicy(ports, {
    stream: 'access',
    policy: task.service,
    actor: { sub: taskSubject(task), kind: 'task' },
    correlationId: report.correlationId,
    code: 'policy.unknown_task',
    reason,
    remedy: 'Report with the token of the task itself, while it runs.',
    detail: { service: task.service, taskId: task.taskId },
  });
}

async function isTaskOf({ compute }: Pick<Ports, 'compute'>, task: TaskIdentity): Promise<boolean> {
  if (compute.isTaskOf) return compute.isTaskOf(task);
  const running = await compute.listTasks([task.service]);
  return running.some(({ id }) => id === task.taskId);
}

/** The bundles of a report that are policies: those with a first version. A report of others only is refused. */
async function knownPolicies(ports: Ports, report: StatusReport): Promise<ReadonlySet<string>> {
  const named = Object.keys(report.status.bundles);
  const possible = named.filter((name) => Name.safeParse(name).success);
  const first = await versionsById(
    ports.store,
    possible.map((name) => ({ name, number: 1 })),
  );
  const known = new Set(first.map(({ name }) => name));
  const [unknown] = named.filter((name) => !known.has(name));
  if (unknown === undefined) return known;
  if (known.size === 0) await refuseUnknownPolicy(ports, unknown, report);
  ports.log.info('policy.unknown-bundle', {
    ...taskOf(report.identity),
    bundle: unknown.slice(0, 80),
    unknown: named.length - known.size,
    correlationId: report.correlationId,
  });
  return known;
}

async function refuseUnknownPolicy(ports: Ports, name: string, report: StatusReport): Promise<never> {
  const { service, taskId } = taskOf(report.identity);
  return refusePolicy(ports, {
    stream: 'access',
    policy: service,
    actor: { sub: report.identity.sub, kind: 'task' },
    correlationId: report.correlationId,
    code: 'policy.not_found',
    reason: `There is no policy ${name.slice(0, 80)}.`,
    remedy: 'Name bundles after policies: GET /api/v1/bundles/<policy>.',
    detail: { service, taskId },
  });
}

interface Said {
  readonly task: TaskIdentity;
  readonly name: string;
  readonly status: OpaBundleStatus;
  readonly report: StatusReport;
}

async function note(ports: Ports, { task, name, status, report }: Said): Promise<void> {
  const known = await find(ports.store, TaskPolicies, { policy: name, ...task });
  const at = ports.clock.now().toISOString();
  const next = noted({ known, task, name, status, at });
  const isNews = !known || !isSame(known, next);
  if (!isNews && addSeconds(known.at, SIGN_OF_LIFE_SEC) > at) return;
  await ports.store.commit({
    writes: [put(TaskPolicies, next)],
    audit: isNews ? [acknowledgement(ports, { known, next, report })] : [],
    events: [],
  });
}

const SIGN_OF_LIFE_SEC = 6 * 3_600;

/** What a task newly said; a sign of life says nothing and is not audited. */
function acknowledgement(
  ports: Ports,
  of: {
    readonly known: TaskStanding | undefined;
    readonly next: TaskStanding;
    readonly report: StatusReport;
  },
): AuditDraft {
  const { known, next, report } = of;
  const hasFailed = next.failed !== undefined && next.failed !== known?.failed;
  const runs = next.active === undefined ? 'nothing' : `${next.policy}@${next.active}`;
  return auditDraft(ports, {
    stream: `policy/${next.policy}`,
    actor: { sub: taskSubject(next), kind: 'task' },
    action: 'policy.acknowledged',
    target: next.service,
    outcome: hasFailed ? 'failed' : 'done',
    correlationId: report.correlationId,
    reason: next.error ?? `runs ${runs}`,
    detail: { taskId: next.taskId, active: next.active ?? null, failed: next.failed ?? null },
  });
}

/** What a task's word makes of what is known of it. An error is about what it was offered last. Pure. */
export function noted(of: {
  readonly known: TaskStanding | undefined;
  readonly task: TaskIdentity;
  readonly name: string;
  readonly status: OpaBundleStatus;
  readonly at: string;
}): TaskStanding {
  const { known, task, name, status, at } = of;
  const active = numberIn(name, status.active_revision);
  const error = errorIn(status);
  return {
    policy: name,
    ...task,
    ...(known?.offered !== undefined && { offered: known.offered }),
    ...(active !== undefined && { active }),
    ...(error !== undefined && { error, failed: known?.offered ?? active ?? 0 }),
    at,
    version: (known?.version ?? 0) + 1,
  };
}

/**
 * Why the last bundle could not be taken; undefined when all is well. A failed download is no verdict on a version: OPA
 * gives an `http_code` where it was answered, and else a message that begins as below (a timeout, a reset, no name, no
 * credentials). Source: open-policy-agent/opa, download/download.go and plugins/bundle/status.go.
 */
function errorIn({ code, message, errors = [], http_code: httpCode }: OpaBundleStatus): string | undefined {
  if (code === undefined && errors.length === 0) return undefined;
  if (httpCode !== undefined || message?.startsWith(UNANSWERED)) return undefined;
  const first = errors[0];
  const detail = typeof first === 'object' && first !== null ? Reflect.get(first, 'message') : first;
  const parts = [code, message, detail].filter((part) => typeof part === 'string' && part !== '');
  return [...new Set(parts)].join(': ').slice(0, 500);
}

const UNANSWERED = 'request failed:';

function isSame(a: TaskStanding, b: TaskStanding): boolean {
  return a.active === b.active && a.failed === b.failed && a.error === b.error && a.offered === b.offered;
}
